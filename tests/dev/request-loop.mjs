import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 200;

/** Sends requests one after another until it is stopped, and counts those that fail. */
export class RequestLoop {
  requests = 0;
  /** @type {string[]} */
  failures = [];
  #running = true;
  #done;

  /** @param {string[]} urls @param {Record<string, string>} headers */
  constructor(urls, headers) {
    this.#done = Promise.all(urls.map((url) => this.#repeat(url, headers)));
  }

  async stop() {
    this.#running = false;
    await this.#done;
  }

  /** @param {string} url @param {Record<string, string>} headers */
  async #repeat(url, headers) {
    while (this.#running) {
      this.requests++;
      const result = await fetch(url, { headers }).then(
        async (response) => `${response.status} ${response.ok ? '' : await response.text()}`,
        (error) => String(error.cause ?? error),
      );
      if (!result.startsWith('2')) this.failures.push(`${url}: ${result}`);
      await sleep(PAUSE_MS);
    }
  }
}
