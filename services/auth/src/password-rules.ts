import { ApiError } from '@ecommerce/service-kit/domain';
import commonPasswords from './common-passwords.json' with { type: 'json' };
import { countRuns, hasShortPeriod } from './text-patterns.ts';

/** Names that the shop has in its pages and in its API. */
const SHOP_NAMES = ['Common Goods', 'ecommerce'];
/** `abcd1234`, `qwertyuiop` and `aaaabbbb` have fewer. */
const MIN_RUNS = 4;
/** `abcabcabc` repeats 3 characters. */
const MAX_PERIOD = 4;

const common: ReadonlySet<string> = new Set(commonPasswords.passwords);

/** The error of `assertStrongPassword`, as routes document it. */
export const weakPassword = (field: string): ApiError => new ApiError('weak_password', { field });

/**
 * Rejects passwords that are guessed first, as NIST SP 800-63B (https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver)
 * asks: common ones, the email address, the shop's name, repeated and consecutive characters. Length is checked before.
 * @param field field of the request that holds the password
 * @throws ApiError `weak_password` that says why
 */
export function assertStrongPassword(password: string, email: string, field = 'password'): void {
  const reason = weaknessOf(password, email);
  if (reason) throw new ApiError('weak_password', { message: reason, field });
}

function weaknessOf(password: string, email: string): string | undefined {
  const text = fold(password);
  if (countRuns(text) < MIN_RUNS || hasShortPeriod(text, MAX_PERIOD))
    return 'This password repeats characters or counts through them. Choose one that is harder to guess.';
  if (common.has(text)) return 'This password is one of the most common ones. Choose another.';
  if (isAnyWithDigits(text, [email, ...localPartsOf(email)]))
    return 'The password must not be your email address, or its name with digits.';
  if (isAnyWithDigits(text, SHOP_NAMES)) return "The password must not be the shop's name.";
  return undefined;
}

/** Spells what looks or types alike in one way, without blanks and invisible characters. */
const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\p{Cc}\p{Default_Ignorable_Code_Point}\u2800]+/gu, '');

/** The part before the `@`, as it is and without digits at its end: `ada` of `ada1990@example.com`. */
function localPartsOf(email: string): string[] {
  const local = email.slice(0, email.lastIndexOf('@'));
  return [local, local.replace(/\d+$/, '')];
}

/** Whether a password consists of one of these words, in any spelling, and any digits and punctuation behind it. */
function isAnyWithDigits(password: string, words: string[]): boolean {
  const letters = lettersAndDigits(password);
  const isWord = (word: string) => word !== '' && letters.startsWith(word);
  return words.map(lettersAndDigits).some((word) => isWord(word) && /^\d*$/.test(letters.slice(word.length)));
}

const lettersAndDigits = (text: string): string => fold(text).replace(/[^\p{L}\p{M}\p{N}]+/gu, '');
