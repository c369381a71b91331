import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { patchModule } from '../lib/patch.mjs';
import { tempFolder, userErrorOf } from './fixtures.ts';

const patch = {
  module: 'example.com/db',
  edits: [
    { file: 'query/filter.go', from: 'len == 1', to: 'len > 0' },
    { file: 'query/filter.go', from: 'if', to: 'for' },
  ],
};

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

test('when a module is patched, then Go builds from a copy with the text replaced everywhere', async () => {
  const folder = tempFolder();
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  const flags = await patchModule(pinned('if len == 1 || len == 1 {}\n'), patch, folder, {});
  expect(flags).toEqual([`-modfile=${folder}/go.mod`]);
  expect(read('go.mod')).toBe(
    `module server\n\nrequire example.com/db v1.0.0\n\nreplace example.com/db => "${folder}/module"\n`,
  );
  expect(read('go.sum')).toBe('example.com/db v1.0.0 h1:abc=\n');
  expect(read('module/go.mod')).toBe('module example.com/db\n');
  expect(read('module/query/filter.go')).toBe('for len > 0 || len > 0 {}\n');
});

test('when a newer module does not contain the text any more, then the error says so', async () => {
  expect(await userErrorOf(patchModule(pinned('if looksUp(filter) {}\n'), patch, tempFolder(), {}))).toBe(
    'query/filter.go of example.com/db has no "len == 1" any more: see whether the patch is still needed.',
  );
});
