const REPORT_INTERVAL_MS = 15_000;

/** Prints a line when a task begins and when it is done, and one now and then that says what is still at work. */
export class Progress {
  /** @type {Map<string, {since: number, detail: string}>} */
  #tasks = new Map();
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * Runs a task.
   * @template T
   * @param {string} name
   * @param {(report: (detail: string) => void) => Promise<T>} work
   */
  async track(name, work) {
    const task = { since: Date.now(), detail: '' };
    this.#tasks.set(name, task);
    this.#timer ??= setInterval(() => this.#report(), REPORT_INTERVAL_MS).unref();
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

  #report() {
    const lines = [...this.#tasks].map(
      ([name, { since, detail }]) => `${name}, ${duration(since)}${detail && `, ${detail}`}`,
    );
    console.log(`  still at work: ${lines.join('; ')}`);
  }
}

/** The time since a moment, in words. @param {number} since in ms since 1970 */
export function duration(since) {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
