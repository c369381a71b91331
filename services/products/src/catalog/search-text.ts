/** Diacritics and variation selectors. */
const MARKS = /[\u0300-\u036f\ufe0e\ufe0f]/g;
const ASCII = /^[\x20-\x7e]*$/;

/** Letters without a Unicode decomposition, as typed on a keyboard that lacks them. */
const TYPED_AS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  þ: 'th',
  ς: 'σ',
};
const SPECIAL_LETTERS = /[ßæœøđðłıþς]/g;

/** Normalizes text for the search: lower case without diacritics, so that `cafe` equals `Café`. */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return (
    text
      .normalize('NFKD')
      .replace(MARKS, '')
      // Composed again, because a decomposed Hangul or Kana letter would match inside another one.
      .normalize('NFC')
      .toLowerCase()
      .replace(SPECIAL_LETTERS, (letter) => TYPED_AS[letter] ?? letter)
  );
}

/** Returns the distinct words of a folded text: its runs of letters and digits. */
export const wordsOf = (folded: string): string[] => distinct(folded.match(/[\p{L}\p{M}\p{N}]+/gu));

/** Returns the distinct other visible characters of a folded text. */
export const symbolsOf = (folded: string): string[] => distinct(folded.match(/[^\p{L}\p{M}\p{N}\s]/gu));

/** Whether a text has only words, such as `t-shirt` and `salt & pepper`; other symbols are searched literally. */
export const isPlain = (folded: string): boolean => /^[\p{L}\p{M}\p{N}\s'’,&-]*$/u.test(folded);

const distinct = (texts: string[] | null): string[] => [...new Set(texts)];
