import { includesSorted } from './sorted-array.ts';
import type { Term } from './term-index.ts';

/** A term that matches a word of a search, and how well; a lower rank is better, and the best is 1. */
export type RankedTerm = [term: Term, rank: number];

/** Products found by a search. */
export interface SearchResult {
  slots: number[];
  /** Rank by slot; 0 for a product that was not found. */
  ranks: Uint8Array;
}

/** Cost of looking for a slot in a term, relative to visiting one slot of it. */
const LOOKUP_COST = 16;

/**
 * Finds the products that have a term of each list, and ranks them by the worst of their best terms. It starts with the
 * list that has the fewest products, and looks only these up in a much longer list instead of visiting all of it.
 * @param slotCount number of slots of the catalog
 */
export function intersectTerms(lists: RankedTerm[][], slotCount: number): SearchResult {
  const [rarest, ...others] = lists
    .map((terms) => ({ terms, size: terms.reduce((sum, [{ slots }]) => sum + slots.length, 0) }))
    .sort((one, other) => one.size - other.size);
  if (!rarest || rarest.size === 0) return { slots: [], ranks: new Uint8Array(slotCount) };
  const found = uniteTerms(rarest.terms, slotCount);
  for (const { terms, size } of others) {
    if (found.slots.length === 0) break;
    const isLookup = found.slots.length * terms.length * LOOKUP_COST < size;
    const { ranks } = isLookup ? found : uniteTerms(terms, slotCount);
    retain(found, (slot) => (isLookup ? bestRankOf(slot, terms) : (ranks[slot] as number)));
  }
  return found;
}

/** Finds the products that have any of the terms. */
function uniteTerms(terms: RankedTerm[], slotCount: number): SearchResult {
  const slots: number[] = [];
  const ranks = new Uint8Array(slotCount);
  const bestFirst = terms.toSorted(([, one], [, other]) => one - other);
  for (const [term, rank] of bestFirst)
    for (const slot of term.slots) {
      if (ranks[slot] !== 0) continue;
      slots.push(slot);
      ranks[slot] = rank;
    }
  return { slots, ranks };
}

/** Removes the products without a rank, and ranks the others by the worse of both. */
function retain(found: SearchResult, rankOf: (slot: number) => number): void {
  const { ranks } = found;
  found.slots = found.slots.filter((slot) => {
    const rank = rankOf(slot);
    ranks[slot] = rank === 0 ? 0 : Math.max(rank, ranks[slot] as number);
    return rank !== 0;
  });
}

const bestRankOf = (slot: number, terms: RankedTerm[]): number =>
  terms.reduce(
    (best, [{ slots }, rank]) => ((best === 0 || rank < best) && includesSorted(slots, slot) ? rank : best),
    0,
  );
