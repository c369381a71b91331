// biome-ignore-all lint/suspicious/noTemplateCurlyInString: Compose interpolates these strings.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseDotenv, readDotenv } from '../lib/dotenv.mjs';
import { UserError } from '../lib/errors.mjs';
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
    ['nothing but a Windows line end', 'A=\r\n', ''],
    ['a blank', 'A= \n', ''],
    ['only a comment without a blank before it', 'A=# none', ''],
    ['a value that begins with #', 'A=#1', '#1'],
    ['a comment right after quotes', 'A=""# none', ''],
    ['a colon', 'A: 1', '1'],
    ['two lines in quotes', `A='a\nb'\nB=2`, 'a\nb'],
    ['escapes in double quotes', String.raw`A="a\n\t\"\\"`, 'a\n\t"\\'],
    ['an octal escape in double quotes', String.raw`A="a\0101"`, 'aA'],
    ['a no-break space before the value', 'A=\u00a01', '1'],
    ['no escapes without quotes', String.raw`A=a\n`, String.raw`a\n`],
    ['another variable', 'B=1\nA=$B${B}', '11'],
    ['no variable in single quotes', "A='$HOME'", '$HOME'],
    ['an escaped dollar sign', 'A=a$$b', 'a$b'],
    ['a dollar sign before a digit', 'A=a$1', 'a$1'],
    ['a default', 'A=${B:-1}${C-2}', '12'],
    ['a default with a variable', 'B=1\nA=${C:-${B}2}', '12'],
    ['an empty variable, with its default', 'B=\nA=${B:-1}${B-2}', '1'],
    ['an alternative', 'B=1\nA=${B:+2}${C:+3}', '2'],
    ['a variable of the environment, which wins', 'HOME=1\nA=$HOME', '/home/ada'],
  ])('reads %s', (_name, text, value) => {
    expect(parseDotenv(text, { HOME: '/home/ada' }).A).toBe(value);
  });

  it('ignores empty lines, comments and lines that are no assignment', () => {
    expect(parseDotenv('\n# A=1\n  # B=2\nnonsense\n1C=3\n=4\n\nD=5')).toEqual({ D: '5' });
  });

  it('takes a name alone from the environment', () => {
    expect(parseDotenv('HOME\nA\n', { HOME: '/home/ada' })).toEqual({ HOME: '/home/ada' });
  });

  it.each([
    [
      'quotes that are not closed',
      'A=1\n\nB="2\n',
      'Line 3 of .env is invalid: the quotes of the value are not closed.',
    ],
    ['a name with a space', 'MY KEY=1', 'Line 1 of .env is invalid: MY KEY=1 is not of the form NAME=value.'],
    ['a required variable', 'A=${B:?set it}', 'Line 1 of .env is invalid: B is missing: set it.'],
    ['an open brace', 'A=${B', 'Line 1 of .env is invalid: ${B is not a variable.'],
  ])('rejects %s, as Compose does', (_, text, message) => {
    expect(() => parseDotenv(text)).toThrow(new UserError(message));
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
