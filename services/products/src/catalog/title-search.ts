import { foldText, isPlain, symbolsOf, wordsOf } from './search-text.ts';
import { type Term, TermIndex } from './term-index.ts';

/** How well a title matches a search; lower is better. */
const RANK = { title: 1, words: 2, beginnings: 3, parts: 4, oneTypo: 5, twoTypos: 6 } as const;

export const WORST_RANK: number = RANK.twoTypos;

/** Products found by a search. */
export interface SearchResult {
  slots: number[];
  /** A value of `RANK` by slot; 0 for a product that was not found. */
  ranks: Uint8Array;
}

/**
 * Searches titles for words in any order and for parts of words; when no title matches, for similar words. Ignores case
 * and diacritics.
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
    const folded = foldText(search);
    const words = wordsOf(folded);
    if (words.length === 0 || !isPlain(folded)) return this.findLiteral(folded);
    const found = this.findWords(words);
    if (words.length > 1) this.addLiteral(found, folded);
    return found.slots.length > 0 ? found : this.findSimilar(words);
  }

  /**
   * Finds titles with all words. One word matches anywhere in a word of the title, several match beginnings of words.
   */
  private findWords(words: string[]): SearchResult {
    const found = this.withAll(
      words.map((word) =>
        this.ranked(words.length === 1 ? this.index.containing(word) : this.index.beginningWith(word), word),
      ),
    );
    for (const slot of found.slots)
      if (found.ranks[slot] === RANK.words && this.wordCounts[slot] === words.length)
        found.ranks[slot] = RANK.title;
    return found;
  }

  /** Finds titles with all words or with similar ones, and keeps those with the fewest edits. */
  private findSimilar(words: string[]): SearchResult {
    const { slots, ranks } = this.withAll(
      words.map((word) => [
        ...this.ranked(this.index.containing(word), word),
        ...this.swapped(word),
        ...this.index.similarTo(word, editsAllowed(word)).map(([term, edits]): Ranked => {
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
  private swapped(word: string): Ranked[] {
    if (editsAllowed(word) === 0) return [];
    return Array.from({ length: word.length - 1 }, (_, at) => {
      const intended = word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
      return this.index.beginningWith(intended).map((term): Ranked => [term, RANK.oneTypo]);
    }).flat();
  }

  private ranked(terms: Term[], word: string): Ranked[] {
    return terms.map((term) => [term, rankOf(term.text, word)]);
  }

  /** Finds the products that have a term of each list, and ranks them by the worst of their best terms. */
  private withAll(lists: Ranked[][]): SearchResult {
    const [rarest, ...others] = lists
      .map((terms) => this.withAny(terms))
      .sort((one, other) => one.slots.length - other.slots.length);
    if (!rarest) return this.emptyResult();
    return others.reduce((one, other) => this.withBoth(one, other), rarest);
  }

  private withBoth(one: SearchResult, other: SearchResult): SearchResult {
    const both = this.emptyResult();
    for (const slot of one.slots) {
      const rank = other.ranks[slot] as number;
      if (rank === 0) continue;
      both.slots.push(slot);
      both.ranks[slot] = Math.max(rank, one.ranks[slot] as number);
    }
    return both;
  }

  private withAny(terms: Ranked[]): SearchResult {
    const { slots, ranks } = this.emptyResult();
    for (const [term, rank] of terms)
      for (const slot of term.slots) {
        const known = ranks[slot] as number;
        if (known === 0) slots.push(slot);
        if (known === 0 || rank < known) ranks[slot] = rank;
      }
    return { slots, ranks };
  }

  /** Finds titles that contain a text literally. */
  private findLiteral(folded: string): SearchResult {
    const found = this.emptyResult();
    this.addLiteral(found, folded);
    return found;
  }

  private addLiteral({ slots, ranks }: SearchResult, folded: string): void {
    const symbols = symbolsOf(folded).map((symbol) => this.index.get(symbol));
    const lists = [
      ...wordsOf(folded).map((word) => this.ranked(this.index.containing(word), word)),
      ...symbols.map((term): Ranked[] => (term ? [[term, RANK.parts]] : [])),
    ];
    for (const slot of this.withAll(lists).slots) {
      if (ranks[slot]) continue;
      const title = foldText(this.titleAt(slot));
      if (!title.includes(folded)) continue;
      slots.push(slot);
      ranks[slot] = title === folded ? RANK.title : RANK.parts;
    }
  }

  private emptyResult(): SearchResult {
    return { slots: [], ranks: new Uint8Array(this.wordCounts.length) };
  }
}

type Ranked = [term: Term, rank: number];

const rankOf = (text: string, word: string): number => {
  if (text === word) return RANK.words;
  return text.startsWith(word) ? RANK.beginnings : RANK.parts;
};

/** Same limits as Elasticsearch's `fuzziness: AUTO`. */
const editsAllowed = (word: string): number => {
  if (word.length < 3) return 0;
  return word.length < 6 ? 1 : 2;
};
