/** Evicts the least recently used entries. @template T */
export class LruCache {
  /** @type {Map<string, { value: T, size: number }>} */
  #entries = new Map();
  #size = 0;
  #maxSize;

  /** @param {number} maxSize the sum of the sizes of all entries */
  constructor(maxSize) {
    this.#maxSize = maxSize;
  }

  /** @param {string} key */
  get(key) {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    // Inserts the entry again, because a Map iterates in insertion order.
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** @param {string} key @param {T} value @param {number} size */
  set(key, value, size) {
    this.delete(key);
    this.#entries.set(key, { value, size });
    this.#size += size;
    for (const oldest of this.#entries.keys()) {
      if (this.#size <= this.#maxSize) break;
      this.delete(oldest);
    }
  }

  /** @param {string} key */
  delete(key) {
    this.#size -= this.#entries.get(key)?.size ?? 0;
    this.#entries.delete(key);
  }
}
