import { intersectTerms, type RankedTerm, type SearchResult } from './ranked-terms.ts';
import {
  foldText,
  isPlain,
  placedWordsOf,
  symbolsOf,
  withoutEdgePunctuation,
  wordsOf,
} from './search-text.ts';
import { type Term, TermIndex } from './term-index.ts';

/** A search looks for this many words: the longest of them, as these are in the fewest titles. It ignores the others. */
const MAX_WORDS = 8;

/** How well a title matches a search; lower is better. */
const RANK = { title: 1, words: 2, beginnings: 3, parts: 4, oneTypo: 5, twoTypos: 6 } as const;

export const WORST_RANK: number = RANK.twoTypos;

/**
 * Searches titles for words in any order and for parts of words; when no title matches, for similar words. Ignores case,
 * diacritics and, when no title contains it, punctuation around words. The work of a search is bounded by `MAX_WORDS`
 * passes over the index.
 */
export class TitleSearch {
  private readonly index = new TermIndex();
  /** Number of words in a title, by slot. */
  private readonly wordCounts: number[] = [];
  private readonly titleAt: (slot: number) => string;

  constructor(titleAt: (slot: number) => string) {
    this.titleAt = titleAt;
  }

  add(slot: number, title: string): void {
    const folded = foldText(title);
    const words = wordsOf(folded);
    for (const term of [...words, ...symbolsOf(folded)]) this.index.add(term, slot);
    this.wordCounts[slot] = words.length;
  }

  remove(slot: number, title: string): void {
    const folded = foldText(title);
    for (const term of [...wordsOf(folded), ...symbolsOf(folded)]) this.index.remove(term, slot);
  }

  /** @param search text as typed */
  find(search: string): SearchResult {
    const folded = foldText(search).trim();
    const found = this.findFolded(folded);
    if (found.slots.length > 0 || isPlain(folded)) return found;
    const bare = withoutEdgePunctuation(folded);
    return bare === folded ? found : this.findFolded(bare);
  }

  private findFolded(folded: string): SearchResult {
    const all = wordsOf(folded);
    if (all.length === 0 || !isPlain(folded)) return this.findLiteral(folded);
    const words = longest(all);
    const found = this.findWords(words, all.length);
    if (words.length > 1) this.addLiteral(found, folded);
    return found.slots.length > 0 ? found : this.findSimilar(words);
  }

  /**
   * Finds titles with all words. One word matches anywhere in a word of the title, several match beginnings of words.
   * @param wordCount number of words in the search, including those it ignores
   */
  private findWords(words: string[], wordCount: number): SearchResult {
    const found = this.withAll(
      words.map((word) =>
        this.ranked(words.length === 1 ? this.index.containing(word) : this.index.beginningWith(word), word),
      ),
    );
    for (const slot of found.slots)
      if (found.ranks[slot] === RANK.words && this.wordCounts[slot] === wordCount)
        found.ranks[slot] = RANK.title;
    return found;
  }

  /** Finds titles with all words or with similar ones, and keeps those with the fewest edits. */
  private findSimilar(words: string[]): SearchResult {
    const { slots, ranks } = this.withAll(
      words.map((word) => [
        ...this.ranked(isLetter(word) ? this.index.beginningWith(word) : this.index.containing(word), word),
        ...this.swapped(word),
        ...this.index.similarTo(word, editsAllowed(word)).map(([term, edits]): RankedTerm => {
          return [term, edits < 2 ? RANK.oneTypo : RANK.twoTypos];
        }),
      ]),
    );
    const best = slots.reduce((least, slot) => Math.min(least, ranks[slot] as number), RANK.twoTypos);
    const worst = Math.max(best, RANK.oneTypo);
    const isClose = (slot: number) => (ranks[slot] as number) <= worst;
    for (const slot of slots) if (!isClose(slot)) ranks[slot] = 0;
    return { slots: slots.filter(isClose), ranks };
  }

  /** Finds words that result from swapping two adjacent letters. */
  private swapped(word: string): RankedTerm[] {
    if (editsAllowed(word) === 0) return [];
    return Array.from({ length: word.length - 1 }, (_, at) => {
      const intended = word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
      return this.index.beginningWith(intended).map((term): RankedTerm => [term, RANK.oneTypo]);
    }).flat();
  }

  private ranked(terms: Term[], word: string): RankedTerm[] {
    return terms.map((term) => [term, rankOf(term.text, word)]);
  }

  /** Finds titles that contain a text literally. */
  private findLiteral(folded: string): SearchResult {
    const found = this.withAll([]);
    this.addLiteral(found, folded);
    return found;
  }

  private addLiteral({ slots, ranks }: SearchResult, folded: string): void {
    for (const slot of this.withAll(this.literalTerms(folded)).slots) {
      if (ranks[slot]) continue;
      const title = foldText(this.titleAt(slot));
      if (!title.includes(folded)) continue;
      slots.push(slot);
      ranks[slot] = title === folded ? RANK.title : RANK.parts;
    }
  }

  /** Returns lists of terms: a title that contains the text has at least one term of each. */
  private literalTerms(folded: string): RankedTerm[][] {
    const exact = (text: string): Term[] => [this.index.get(text) ?? []].flat();
    const words = placedWordsOf(folded).map(({ word, isFirst, isLast }) => {
      if (isFirst && isLast) return this.index.containing(word);
      if (isFirst) return this.index.endingWith(word);
      return isLast ? this.index.beginningWith(word) : exact(word);
    });
    return [...words, ...symbolsOf(folded).map(exact)].map((terms) =>
      terms.map((term): RankedTerm => [term, RANK.parts]),
    );
  }

  private withAll(lists: RankedTerm[][]): SearchResult {
    return intersectTerms(lists, this.wordCounts.length);
  }
}

/** Whether a word is one letter or digit, which nearly every title contains; an ideograph is a word of its own. */
const isLetter = (word: string): boolean =>
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}]$/u.test(word);

/** Returns the longest words, in their order. */
function longest(words: string[]): string[] {
  if (words.length <= MAX_WORDS) return words;
  const kept = new Set(words.toSorted((one, other) => other.length - one.length).slice(0, MAX_WORDS));
  return words.filter((word) => kept.has(word));
}

const rankOf = (text: string, word: string): number => {
  if (text === word) return RANK.words;
  return text.startsWith(word) ? RANK.beginnings : RANK.parts;
};

/** Same limits as Elasticsearch's `fuzziness: AUTO`. */
const editsAllowed = (word: string): number => {
  if (word.length < 3) return 0;
  return word.length < 6 ? 1 : 2;
};
