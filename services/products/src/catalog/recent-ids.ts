/** More than are removed while one answer of the database is on its way. */
const MAX_IDS = 10_000;

/** A set of the ids that were added last. */
export class RecentIds {
  private readonly ids = new Set<string>();
  private readonly limit: number;

  /** @param limit number of ids to remember */
  constructor(limit = MAX_IDS) {
    this.limit = limit;
  }

  has(id: string): boolean {
    return this.ids.has(id);
  }

  add(id: string): void {
    // A set keeps the order of insertion, so the id becomes the most recent one.
    this.ids.delete(id);
    this.ids.add(id);
    const [oldest] = this.ids;
    if (this.ids.size > this.limit && oldest !== undefined) this.ids.delete(oldest);
  }
}
