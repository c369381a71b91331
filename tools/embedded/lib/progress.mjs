const every = 15_000;

/**
 * Tells what is under way, without flooding the terminal: a line when a task begins, one when it is done, and now and
 * then one that says what is still at work and for how long.
 */
export class Progress {
  /** @type {Map<string, {since: number, detail: string}>} */
  #tasks = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @template T
   * @param {string} name
   * @param {(tell: (detail: string) => void) => Promise<T>} work
   */
  async during(name, work) {
    const task = { since: Date.now(), detail: '' };
    this.#tasks.set(name, task);
    this.#timer ??= setInterval(() => this.#tell(), every).unref();
    console.log(`${name} ...`);
    try {
      const result = await work((detail) => {
        task.detail = detail;
      });
      console.log(`${name}: done in ${duration(task.since)}`);
      return result;
    } finally {
      this.#tasks.delete(name);
      if (this.#tasks.size === 0) {
        clearInterval(this.#timer);
        this.#timer = undefined;
      }
    }
  }

  #tell() {
    const lines = [...this.#tasks].map(
      ([name, { since, detail }]) => `${name}, ${duration(since)}${detail && `, ${detail}`}`,
    );
    console.log(`  still at work: ${lines.join('; ')}`);
  }
}

export function duration(/** @type {number} */ since) {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
