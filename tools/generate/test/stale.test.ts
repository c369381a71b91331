import { root } from '../../embedded/lib/paths.mjs';
import { check } from '../lib/generate.mjs';
import { NOTICE } from '../lib/generated-file.mjs';
import { generatedFiles } from '../lib/generated-files.mjs';
import { composeText, textOf } from './compose-text.ts';

describe('npm run generate -- --check', () => {
  it('finds nothing stale in this repository', () => {
    check(root);
  });
});

describe('every generated file', () => {
  it.each(generatedFiles.map(({ file }) => file))('%s says so in its first line', (file) => {
    expect(textOf(file, composeText).split('\n')[0]).toContain(NOTICE);
  });
});
