/** Bounded queue whose keys take turns: one item of each, then the next of each. Items of the same key keep their order. */
export class FairQueue<T> {
  private readonly limit: number;
  /** Keys in the order of their turns, each with its waiting items. */
  private readonly waiting = new Map<string, T[]>();
  private size = 0;

  constructor(limit: number) {
    this.limit = limit;
  }

  /** Adds an item. @returns the newest item of the longest key when the queue is full; it may be the added item */
  add(key: string, item: T): T | undefined {
    const items = this.waiting.get(key);
    if (items) items.push(item);
    else this.waiting.set(key, [item]);
    this.size++;
    return this.size > this.limit ? this.drop(key) : undefined;
  }

  /** Removes the next item of the first key that `mayRun`; the key's next turn comes after all others. */
  take(mayRun: (key: string) => boolean): T | undefined {
    for (const [key, items] of this.waiting) {
      if (!mayRun(key)) continue;
      const item = items.shift();
      this.waiting.delete(key);
      if (items.length > 0) this.waiting.set(key, items);
      this.size--;
      return item;
    }
    return undefined;
  }

  /** @param added key that loses its item if no other key has more */
  private drop(added: string): T | undefined {
    let longest = added;
    for (const [key, items] of this.waiting)
      if (items.length > (this.waiting.get(longest)?.length ?? 0)) longest = key;
    const items = this.waiting.get(longest);
    const item = items?.pop();
    if (items?.length === 0) this.waiting.delete(longest);
    this.size--;
    return item;
  }
}
