import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UserError } from '../lib/errors.mjs';
import { patchModule } from '../lib/patch.mjs';
import { tempFolder } from './program.ts';

const patch = { module: 'example.com/db', file: 'query/filter.go', from: 'len == 1', to: 'len > 0' };
const options = {};

/** A module that pins another, whose files are as Go keeps them: not to be written to. */
function pinned(text: string): string {
  const [ours, theirs, bin] = [tempFolder(), tempFolder(), tempFolder()];
  writeFileSync(join(ours, 'go.mod'), 'module server\n\nrequire example.com/db v1.0.0\n');
  writeFileSync(join(ours, 'go.sum'), 'example.com/db v1.0.0 h1:abc=\n');
  mkdirSync(join(theirs, 'query'));
  writeFileSync(join(theirs, 'go.mod'), 'module example.com/db\n');
  writeFileSync(join(theirs, 'query/filter.go'), text, { mode: 0o444 });
  writeFileSync(join(bin, 'go'), `#!/bin/sh\n[ "$1" = list ] && echo '${theirs}'\nexit 0\n`, { mode: 0o755 });
  process.env.PATH = [bin, process.env.PATH].join(delimiter);
  return ours;
}

test('when a module is edited, then Go builds from a copy that has the other text wherever the first was', async () => {
  const folder = tempFolder();
  const flags = await patchModule(pinned('if len == 1 || len == 1 {}\n'), patch, folder, options);
  expect(flags).toEqual([`-modfile=${folder}/go.mod`]);
  expect(readFileSync(join(folder, 'go.mod'), 'utf8')).toBe(
    `module server\n\nrequire example.com/db v1.0.0\n\nreplace example.com/db => "${folder}/module"\n`,
  );
  expect(readFileSync(join(folder, 'go.sum'), 'utf8')).toBe('example.com/db v1.0.0 h1:abc=\n');
  expect(readFileSync(join(folder, 'module/go.mod'), 'utf8')).toBe('module example.com/db\n');
  expect(readFileSync(join(folder, 'module/query/filter.go'), 'utf8')).toBe('if len > 0 || len > 0 {}\n');
});

test('when a newer module has not got the text any more, then that is told', async () => {
  const error = await patchModule(pinned('if looksUp(filter) {}\n'), patch, tempFolder(), options).catch(
    (error) => error,
  );
  expect(error).toBeInstanceOf(UserError);
  expect(error.message).toBe(
    'query/filter.go of example.com/db has no "len == 1" any more: see whether the patch is still needed.',
  );
});
