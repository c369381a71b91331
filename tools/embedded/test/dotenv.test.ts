import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDotenv, readDotenv } from '../lib/dotenv.mjs';
import { tempFolder } from './fixtures.ts';

test.each([
  ['a plain value', 'A=1', '1'],
  ['spaces around it', '  A =  1  ', '1'],
  ['export', 'export A=1', '1'],
  ['nothing', 'A=', ''],
  ['double quotes', 'A="a b"', 'a b'],
  ['single quotes', "A='a b'", 'a b'],
  ['quotes of the other kind within', `A="it's"`, "it's"],
  ['a quote that is not closed', "A=it's", "it's"],
  ['an empty quotation', 'A=""', ''],
  ['a comment', 'A=1 # the first', '1'],
  ['only a comment', 'A= # none', ''],
  ['a # within', 'A=a#b', 'a#b'],
  ['a # in quotes', 'A="a # b"', 'a # b'],
  ['a comment after quotes', 'A="a" # b', 'a'],
  ['quotes in a comment after quotes', 'A="a" # not "b"', 'a'],
  ['an = within', 'A=b=c==', 'b=c=='],
  ['the ends of lines of Windows', 'A=1\r\nB=2\r\n', '1'],
  ['the ends of lines of Windows, and quotes', 'A="1"\r\n', '1'],
  ['a mark of the encoding before it', '\ufeffA=1', '1'],
  ['a second value', 'A=0\nA=1', '1'],
])('when a line has %s, then its value is read', (_name, text, value) => {
  expect(parseDotenv(text).A).toBe(value);
});

test('when lines are empty, comments or no pairs, then they are passed over', () => {
  expect(parseDotenv('\n# A=1\n  # B=2\nnonsense\n1C=3\n=4\n\nD=5')).toEqual({ D: '5' });
});

test('when a value is missing, then the next line is not taken for it', () => {
  expect(parseDotenv('A=\nB=2')).toEqual({ A: '', B: '2' });
});

test('when the environment has a variable too, then it wins over the file', () => {
  const file = join(tempFolder(), '.env');
  writeFileSync(file, 'A=file\nB=file\n');
  expect(readDotenv(file, { A: 'environment' })).toEqual({ A: 'environment', B: 'file' });
});

test('when there is no file, then the environment is all there is', () => {
  expect(readDotenv(join(tempFolder(), '.env'), { A: '1' })).toEqual({ A: '1' });
});
