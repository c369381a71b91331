/** Slots in all results together: 8 bytes each. */
const MAX_SLOTS = 500_000;

/** Keeps the results of the last searches until the catalog changes; the least recently used leave first. */
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
