import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../embedded/lib/errors.mjs';
import { connectionError, UnavailableError } from './errors.mjs';
import { HttpClient } from './http-client.mjs';

/** The longest `Retry-After` to wait for. */
const MAX_WAIT_SECONDS = 120;

/** Client of the shop's API that retries while the shop is busy. */
export class Shop {
  #client;

  /** @param {string} base its URL @param {string} [ca] an additional CA certificate to trust, in PEM */
  constructor(base, ca) {
    this.base = base;
    this.#client = new HttpClient(base, { ca });
  }

  /**
   * Sends a request and repeats it while the status is 429.
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
        throw new UserError(`The shop accepts no requests for ${retryAfter} s. Run this again later.`);
      console.log(`  the shop is busy; retrying in ${retryAfter} s`);
      await sleep(retryAfter * 1000);
    }
  }

  /** Checks that the server at the URL is the shop. @throws {UserError} */
  async assertIsShop() {
    const { status, headers, body } = await this.call('GET', '/api/users/currentuser').catch((error) => {
      if (!(error instanceof UnavailableError)) throw error;
      throw new UserError(
        `The shop is not running: ${error.message}.\n` +
          'Start it with `docker compose up` or `npm start`, or pass its URL: just seed https://ecommerce.local',
      );
    });
    if (headers.location)
      throw new UserError(
        `${this.base} redirects to ${new URL(headers.location, this.base).origin}. Use that URL instead.`,
      );
    if (status !== 200 || body?.currentUser === undefined)
      throw new UserError(
        `The server at ${this.base} is not the shop (status ${status}). Run \`just doctor\` to see which process uses its ports.`,
      );
  }
}
