import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDotenv, readDotenv } from '../lib/dotenv.mjs';
import { tempFolder } from './fixtures.ts';

describe('parseDotenv', () => {
  it.each([
    ['a plain value', 'A=1', '1'],
    ['spaces around the value', '  A =  1  ', '1'],
    ['export', 'export A=1', '1'],
    ['an empty value', 'A=', ''],
    ['double quotes', 'A="a b"', 'a b'],
    ['single quotes', "A='a b'", 'a b'],
    ['another kind of quote inside quotes', `A="it's"`, "it's"],
    ['an unclosed quote', "A=it's", "it's"],
    ['empty quotes', 'A=""', ''],
    ['a comment', 'A=1 # the first', '1'],
    ['only a comment', 'A= # none', ''],
    ['a # inside a value', 'A=a#b', 'a#b'],
    ['a # in quotes', 'A="a # b"', 'a # b'],
    ['a comment after quotes', 'A="a" # b', 'a'],
    ['quotes in a comment after quotes', 'A="a" # not "b"', 'a'],
    ['an = inside a value', 'A=b=c==', 'b=c=='],
    ['Windows line ends', 'A=1\r\nB=2\r\n', '1'],
    ['Windows line ends after quotes', 'A="1"\r\n', '1'],
    ['a byte order mark', '\ufeffA=1', '1'],
    ['the last of two values', 'A=0\nA=1', '1'],
  ])('reads %s', (_name, text, value) => {
    expect(parseDotenv(text).A).toBe(value);
  });

  it('ignores empty lines, comments and lines that are no assignment', () => {
    expect(parseDotenv('\n# A=1\n  # B=2\nnonsense\n1C=3\n=4\n\nD=5')).toEqual({ D: '5' });
  });

  it('does not use the next line for a missing value', () => {
    expect(parseDotenv('A=\nB=2')).toEqual({ A: '', B: '2' });
  });
});

describe('readDotenv', () => {
  it('prefers the environment to the file', () => {
    const file = join(tempFolder(), '.env');
    writeFileSync(file, 'A=file\nB=file\n');
    expect(readDotenv(file, { A: 'environment' })).toEqual({ A: 'environment', B: 'file' });
  });

  it('returns the environment if there is no file', () => {
    expect(readDotenv(join(tempFolder(), '.env'), { A: '1' })).toEqual({ A: '1' });
  });
});
