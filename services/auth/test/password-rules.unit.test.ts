import { ApiError } from '@ecommerce/service-kit/domain';
import commonPasswords from '../src/common-passwords.json' with { type: 'json' };
import { assertStrongPassword } from '../src/password-rules.ts';
import { countRuns, hasShortPeriod } from '../src/text-patterns.ts';

const email = 'ada.lovelace85@example.com';
const reasonOf = (password: string, of = email): string | undefined => {
  try {
    assertStrongPassword(password, of);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError && error.code === 'weak_password') return error.message;
    throw error;
  }
};

describe('assertStrongPassword', () => {
  it.each([
    ['a common password', 'password'],
    ['one in capitals', 'PassWord1'],
    ['one in full-width letters', 'ｐａｓｓｗｏｒｄ'],
    ['one with blanks', ' pass word '],
    ['one with an invisible character', 'pass\u200bword'],
  ])('rejects %s', (_name, password) => {
    expect(reasonOf(password)).toMatch(/common/);
  });

  it('rejects every entry of the list, which has 3,000 and more of a valid length', () => {
    const { passwords } = commonPasswords;
    expect(new Set(passwords).size).toBe(passwords.length);
    expect(passwords.filter((password) => password.length >= 8).length).toBeGreaterThanOrEqual(3000);
    expect(passwords.filter((password) => reasonOf(password) === undefined)).toEqual([]);
  });

  it.each([
    ['the email address', email],
    ['the email address in capitals', email.toUpperCase()],
    ['its local part', 'ada.lovelace85'],
    ['its local part in another spelling', 'AdaLovelace_85'],
    ['its local part with other digits', 'adalovelace2026'],
    ['its local part with digits and punctuation', 'ada.lovelace8512!'],
  ])('rejects %s', (_name, password) => {
    expect(reasonOf(password)).toMatch(/email address/);
  });

  it.each(['commongoods', 'Common Goods', 'ECOMMERCE', 'ecommerce2026', 'Common-Goods!1'])(
    "rejects the shop's name: %s",
    (password) => {
      expect(reasonOf(password)).toMatch(/shop's name/);
    },
  );

  it.each([
    ['one character', 'aaaaaaaaaaaa'],
    ['two characters', 'abababababab'],
    ['a word', 'goatgoatgoat'],
    ['a longer word that is cut off', 'lizalizaliz'],
    ['eight spaces', ' '.repeat(8)],
    ['blanks of many kinds', ' \u00a0\u2003\u3000\t\u200b\u2800 '],
    ['one letter among blanks', '    x    '],
    ['consecutive letters', 'fghijklmno'],
    ['consecutive letters of another script', 'абвгдежз'],
    ['consecutive digits, backwards', '98765432'],
    ['keys of one row', 'asdfghjkl'],
    ['keys of one row, backwards', 'poiuytrewq'],
    ['two sequences', 'bcdef56789'],
    ['three sequences', 'xxxxyyyyzzzz'],
  ])('rejects %s', (_name, password) => {
    expect(reasonOf(password)).toMatch(/repeats characters/);
  });

  it.each([
    'correct horse battery',
    'correct horse',
    'a good password',
    'good enough',
    'caf\u00e9 au lait',
    ' пароль 密码 ',
    'x7Kp!v2q',
    'ada likes teapots',
    'lovelace ada 85',
    'common goods are fine',
  ])('accepts %s', (password) => {
    expect(reasonOf(password)).toBeUndefined();
  });

  it('does not take a short or empty local part for a password', () => {
    expect(reasonOf('a quiet harbour', 'a@example.com')).toBeUndefined();
    expect(reasonOf('83 teapots', '83@example.com')).toBeUndefined();
    expect(reasonOf('83920175', '839@example.com')).toMatch(/email address/);
  });
});

describe('countRuns', () => {
  it.each([
    ['', 0],
    ['a', 1],
    ['aaaaaaaa', 1],
    ['qwertyuiop', 1],
    ['abcd4321', 2],
    ['horse', 4],
  ])('of %j is %d', (text, runs) => {
    expect(countRuns(text)).toBe(runs);
  });
});

describe('hasShortPeriod', () => {
  it.each([
    ['abcabcab', 3, true],
    ['abcabcab', 2, false],
    ['abcabcax', 4, false],
    ['', 1, true],
  ])('of %j with at most %d is %s', (text, max, expected) => {
    expect(hasShortPeriod(text, max)).toBe(expected);
  });
});
