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

/** Creates a module that pins another, whose files are read-only as in Go's module cache. */
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

describe('patchModule', () => {
  it('makes Go build from a copy with all occurrences replaced', async () => {
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

  it('fails if a newer module does not contain the text', async () => {
    expect(await userErrorOf(patchModule(pinned('if looksUp(filter) {}\n'), patch, tempFolder(), {}))).toBe(
      'query/filter.go of example.com/db no longer contains "len == 1". Check whether the patch is still needed.',
    );
  });
});
