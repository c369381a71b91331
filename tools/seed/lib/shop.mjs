import { setTimeout as sleep } from 'node:timers/promises';
import { createApiClient, SessionCookie } from '@ecommerce/api-client';
import { UserError } from '../../embedded/lib/errors.mjs';
import { connectionError, UnavailableError } from './errors.mjs';
import { createFetch } from './fetch.mjs';

/** The longest `Retry-After` to wait for. */
const MAX_WAIT_SECONDS = 120;

/** The shop at a URL, whose clients retry while it is busy. */
export class Shop {
  #send;

  /** @param {string} base its URL @param {string} [ca] an additional CA certificate to trust, in PEM */
  constructor(base, ca) {
    this.base = base;
    this.#send = createFetch({ ca });
  }

  /** Creates a client of the API with its own session. */
  newClient() {
    const fetch = (/** @type {Request} */ request) => this.fetch(request);
    return createApiClient({ baseUrl: this.base, session: new SessionCookie(), fetch });
  }

  /**
   * Sends a request and repeats it while the status is 429.
   * @param {Request} request
   * @throws {UnavailableError | UserError}
   */
  async fetch(request) {
    for (;;) {
      const response = await this.#send(request.clone()).catch((error) => {
        throw connectionError(this.base, error);
      });
      const retryAfter = Number(response.headers.get('retry-after') ?? 1);
      if ([502, 503, 504].includes(response.status))
        throw new UnavailableError(
          `${request.method} ${new URL(request.url).pathname} answered ${response.status}`,
          retryAfter,
        );
      if (response.status !== 429) return response;
      if (retryAfter > MAX_WAIT_SECONDS)
        throw new UserError(`The shop accepts no requests for ${retryAfter} s. Run this again later.`);
      console.log(`  the shop is busy; retrying in ${retryAfter} s`);
      await sleep(retryAfter * 1000);
    }
  }

  /** Checks that the server at the URL is the shop. @throws {UserError} */
  async assertIsShop() {
    const request = new Request(`${this.base}/api/users/currentuser`);
    const response = await this.fetch(request).catch((error) => {
      if (!(error instanceof UnavailableError)) throw error;
      throw new UserError(
        `The shop is not running: ${error.message}.\n` +
          'Start it with `docker compose up` or `npm start`, or pass its URL: just seed https://ecommerce.local',
      );
    });
    const location = response.headers.get('location');
    if (location)
      throw new UserError(
        `${this.base} redirects to ${new URL(location, this.base).origin}. Use that URL instead.`,
      );
    /** @type {any} */
    const body = await response.json().catch(() => undefined);
    if (response.status !== 200 || body?.currentUser === undefined)
      throw new UserError(
        `The server at ${this.base} is not the shop (status ${response.status}). Run \`just doctor\` to see which process uses its ports.`,
      );
  }
}
