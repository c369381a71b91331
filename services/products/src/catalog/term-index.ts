import SearchableMap from 'minisearch/SearchableMap';
import { type Compare, compareNumbers, insertSorted, removeSorted } from './sorted-array.ts';

/** A word or symbol that occurs in titles. */
export interface Term {
  text: string;
  /** Slots of the products with the term in their title, in ascending order. */
  slots: number[];
  /** Increases with each new term, so that lists of terms grow at their end. */
  id: number;
}

const byId: Compare<Term> = (one, other) => one.id - other.id;

/** Precedes a word in its bigrams and so marks its beginning. */
const START = ' ';
/** A number that differs by one digit is another number, not a typing error. */
const HAS_DIGIT = /\p{N}/u;

/**
 * Inverted index that finds the terms containing, beginning with or resembling a word without reading all terms.
 * Bigrams find parts of words; MiniSearch's radix tree finds similar words.
 */
export class TermIndex {
  private readonly terms = new Map<string, Term>();
  /** Terms by each of their letters and bigrams. */
  private readonly byGram = new Map<string, Term[]>();
  private readonly words = new SearchableMap<Term>();
  private nextId = 0;

  add(text: string, slot: number): void {
    const term = this.terms.get(text);
    if (term) insertSorted(term.slots, slot, compareNumbers);
    else this.create({ text, slots: [slot], id: this.nextId++ });
  }

  remove(text: string, slot: number): void {
    const term = this.terms.get(text);
    if (!term) return;
    removeSorted(term.slots, slot, compareNumbers);
    if (term.slots.length === 0) this.delete(term);
  }

  get(text: string): Term | undefined {
    return this.terms.get(text);
  }

  containing(word: string): Term[] {
    return this.withGramsOf(word).filter(({ text }) => text.includes(word));
  }

  beginningWith(word: string): Term[] {
    return this.withGramsOf(START + word).filter(({ text }) => text.startsWith(word));
  }

  endingWith(word: string): Term[] {
    return this.withGramsOf(word).filter(({ text }) => text.endsWith(word));
  }

  /** Returns the words within `maxEdits` insertions, deletions and substitutions, each with its number of edits. */
  similarTo(word: string, maxEdits: number): [term: Term, edits: number][] {
    return HAS_DIGIT.test(word) ? [] : [...this.words.fuzzyGet(word, maxEdits).values()];
  }

  /** Returns the terms with the rarest bigram of a text, or with its only letter. */
  private withGramsOf(text: string): Term[] {
    const lists = (text.length === 1 ? [text] : bigramsOf(text)).map((gram) => this.byGram.get(gram) ?? []);
    return lists.reduce((rarest, list) => (list.length < rarest.length ? list : rarest));
  }

  private create(term: Term): void {
    this.terms.set(term.text, term);
    for (const gram of gramsOf(term.text)) {
      const terms = this.byGram.get(gram);
      if (terms) insertSorted(terms, term, byId);
      else this.byGram.set(gram, [term]);
    }
    if (!HAS_DIGIT.test(term.text)) this.words.set(term.text, term);
  }

  private delete(term: Term): void {
    this.terms.delete(term.text);
    for (const gram of gramsOf(term.text)) {
      const terms = this.byGram.get(gram) ?? [];
      removeSorted(terms, term, byId);
      if (terms.length === 0) this.byGram.delete(gram);
    }
    if (!HAS_DIGIT.test(term.text)) this.words.delete(term.text);
  }
}

const gramsOf = (text: string): Set<string> => new Set([...text.split(''), ...bigramsOf(START + text)]);

const bigramsOf = (text: string): string[] =>
  Array.from({ length: text.length - 1 }, (_, index) => text.slice(index, index + 2));
