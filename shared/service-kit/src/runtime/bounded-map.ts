/** A map with a limit, which forgets the entries that were set the longest time ago. */
export class BoundedMap<V> extends Map<string, V> {
  private readonly limit: number;

  /** @param limit number of entries */
  constructor(limit: number) {
    super();
    this.limit = limit;
  }

  override set(key: string, value: V): this {
    // A map keeps the order of insertion, so the entry becomes the last one.
    this.delete(key);
    super.set(key, value);
    const [oldest] = this.keys();
    if (this.size > this.limit && oldest !== undefined) this.delete(oldest);
    return this;
  }
}
