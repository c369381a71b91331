/** Diacritics, and the selectors that only choose the look of a symbol. */
const MARKS = /[\u0300-\u036f\ufe0e\ufe0f]/g;
const ASCII = /^[\x20-\x7e]*$/;

/** Letters that have no decomposition in Unicode, as they are typed on a keyboard without them. */
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

/** A text as the search compares it: in lower case, without diacritics, so that `cafe` and `Café` are equal. */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return (
    text
      .normalize('NFKD')
      .replace(MARKS, '')
      // Composed again, or a letter of Hangul or Kana would be found in another one.
      .normalize('NFC')
      .toLowerCase()
      .replace(SPECIAL_LETTERS, (letter) => TYPED_AS[letter] ?? letter)
  );
}

/** The words of a folded text: its runs of letters and digits, each once. */
export const wordsOf = (folded: string): string[] => distinct(folded.match(/[\p{L}\p{M}\p{N}]+/gu));

/** The other visible characters of a folded text, each once. */
export const symbolsOf = (folded: string): string[] => distinct(folded.match(/[^\p{L}\p{M}\p{N}\s]/gu));

/** True for words as people write them, also `t-shirt` and `salt & pepper`; other symbols are looked for as they are. */
export const isPlain = (folded: string): boolean => /^[\p{L}\p{M}\p{N}\s'’,&-]*$/u.test(folded);

const distinct = (texts: string[] | null): string[] => [...new Set(texts)];
