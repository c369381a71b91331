/** Number of slots in all cached results; 8 bytes each. */
const MAX_SLOTS = 500_000;

/** LRU cache of search results, cleared when the catalog changes. */
export class ResultCache {
  private readonly results = new Map<string, number[]>();
  private size = 0;

  get(key: string, make: () => number[]): number[] {
    const result = this.results.get(key) ?? make();
    if (!this.results.delete(key)) this.size += result.length + 1;
    this.results.set(key, result);
    for (const [oldest, { length }] of this.results) {
      if (this.size <= MAX_SLOTS || oldest === key) break;
      this.results.delete(oldest);
      this.size -= length + 1;
    }
    return result;
  }

  clear(): void {
    this.results.clear();
    this.size = 0;
  }
}
