/** Diacritics, variation selectors, and invisible format characters such as the zero-width space. */
const MARKS = /[\u0300-\u036f\ufe0e\ufe0f]|\p{Cf}/gu;
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

const WORD = /[\p{L}\p{M}\p{N}]+/gu;
/** Quotes, brackets and other punctuation around the parts of a text between spaces. */
const EDGE_PUNCTUATION = /(?<=^|\s)\p{P}+|\p{P}+(?=\s|$)/gu;

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
export const wordsOf = (folded: string): string[] => distinct(folded.match(WORD));

/** A word at its place in a text. */
export interface PlacedWord {
  word: string;
  isFirst: boolean;
  isLast: boolean;
}

/** Returns all words of a folded text; one at the edge of the text may be part of a longer word of a title. */
export const placedWordsOf = (folded: string): PlacedWord[] =>
  [...folded.matchAll(WORD)].map(({ 0: word, index }) => ({
    word,
    isFirst: index === 0,
    isLast: index + word.length === folded.length,
  }));

/** Removes punctuation that encloses words, such as the quotes of `"red teapot"`; `a.b*c` stays as it is. */
export const withoutEdgePunctuation = (folded: string): string =>
  folded.replace(EDGE_PUNCTUATION, '').replace(/\s+/g, ' ').trim();

/** Returns the distinct other visible characters of a folded text. */
export const symbolsOf = (folded: string): string[] => distinct(folded.match(/[^\p{L}\p{M}\p{N}\s]/gu));

/** Whether a text has only words, such as `t-shirt` and `salt & pepper`; other symbols are searched literally. */
export const isPlain = (folded: string): boolean => /^[\p{L}\p{M}\p{N}\s'’,&-]*$/u.test(folded);

const distinct = (texts: string[] | null): string[] => [...new Set(texts)];
