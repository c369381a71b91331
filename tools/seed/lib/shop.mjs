import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../embedded/lib/errors.mjs';
import { connectionError, UnavailableError } from './errors.mjs';
import { HttpClient } from './http-client.mjs';

/** Nobody waits longer than this at a terminal. */
const MAX_WAIT_SECONDS = 120;

/** The shop's API, with retries where the shop is busy. */
export class Shop {
  #client;

  /** @param {string} base its URL @param {string} [ca] a certificate in PEM to trust besides Node's own */
  constructor(base, ca) {
    this.base = base;
    this.#client = new HttpClient(base, { ca });
  }

  /**
   * Sends a request, and repeats it while the answer is 429.
   * @param {string} method @param {string} path @param {{cookie?: string, body?: object}} [options]
   * @throws {UnavailableError | UserError}
   */
  async call(method, path, options) {
    for (;;) {
      const response = await this.#client.send(method, path, options).catch((error) => {
        throw connectionError(this.base, error);
      });
      const retryAfter = Number(response.headers['retry-after'] ?? 1);
      if ([502, 503, 504].includes(response.status))
        throw new UnavailableError(`${method} ${path} answered ${response.status}`, retryAfter);
      if (response.status !== 429) return response;
      if (retryAfter > MAX_WAIT_SECONDS)
        throw new UserError(`${this.base} asks to wait for ${retryAfter} s. Run this again then.`);
      console.log(`  the shop is busy: waiting ${retryAfter} s, as it asks`);
      await sleep(retryAfter * 1000);
    }
  }

  /** Makes sure that the shop answers at its URL, before anything is created. @throws {UserError} */
  async assertIsShop() {
    const { status, headers, body } = await this.call('GET', '/api/users/currentuser').catch((error) => {
      if (!(error instanceof UnavailableError)) throw error;
      throw new UserError(
        `The shop is not up: ${error.message}.\n` +
          'Start it with `docker compose up` or `npm start`, or name its URL: just seed https://ecommerce.local',
      );
    });
    if (headers.location)
      throw new UserError(
        `${this.base} redirects to ${new URL(headers.location, this.base).origin}. Name that URL instead.`,
      );
    if (status !== 200 || body?.currentUser === undefined)
      throw new UserError(
        `The server at ${this.base} is not the shop (${status}). \`just doctor\` shows which program has its ports.`,
      );
  }
}
