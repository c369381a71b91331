/** Budget of the keys and results of all entries. */
const MAX_BYTES = 4 * 1024 * 1024;
/** Estimate of what V8 needs for an entry in addition: its place in the map and the headers of its key and result. */
const ENTRY_BYTES = 200;
/** V8 stores a character in one or two bytes. */
const CHARACTER_BYTES = 2;
const SLOT_BYTES = 8;

/**
 * LRU cache of search results, cleared when the catalog changes. Its entries stay within a budget of bytes. Empty results
 * are not cached: there are as many of them as texts to search for, so they would displace all others.
 */
export class ResultCache {
  private readonly results = new Map<string, number[]>();
  private readonly maxBytes: number;
  private usedBytes = 0;

  /** @param maxBytes budget in bytes; a larger result is not cached */
  constructor(maxBytes = MAX_BYTES) {
    this.maxBytes = maxBytes;
  }

  /** Estimated heap size of all entries, at most the budget. */
  get bytes(): number {
    return this.usedBytes;
  }

  get(key: string, make: () => number[]): number[] {
    const cached = this.results.get(key);
    if (cached) {
      // A map keeps the order of insertion, so the entry becomes the most recent one.
      this.results.delete(key);
      this.results.set(key, cached);
      return cached;
    }
    const result = make();
    if (result.length > 0 && sizeOf(key, result) <= this.maxBytes) this.add(key, result);
    return result;
  }

  clear(): void {
    this.results.clear();
    this.usedBytes = 0;
  }

  private add(key: string, result: number[]): void {
    // A copy, because an array that has grown keeps room for half as many slots again.
    this.results.set(key, result.slice());
    this.usedBytes += sizeOf(key, result);
    for (const [oldest, slots] of this.results) {
      if (this.usedBytes <= this.maxBytes) break;
      this.results.delete(oldest);
      this.usedBytes -= sizeOf(oldest, slots);
    }
  }
}

const sizeOf = (key: string, { length }: number[]): number =>
  ENTRY_BYTES + CHARACTER_BYTES * key.length + SLOT_BYTES * length;
