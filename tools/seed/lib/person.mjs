import { UserError } from '../../embedded/lib/errors.mjs';
import { errorsOf } from './errors.mjs';

const PAGE_SIZE = 100;

/** A signed-in user of the shop. */
export class Person {
  #shop;
  #cookie;

  /** @param {import('./shop.mjs').Shop} shop @param {string} cookie */
  constructor(shop, cookie) {
    this.#shop = shop;
    this.#cookie = cookie;
  }

  /**
   * Signs up, or signs in if the account exists.
   * @param {import('./shop.mjs').Shop} shop @param {string} email @param {string} password
   */
  static async signIn(shop, email, password) {
    const body = { email, password };
    let response = await shop.call('POST', '/api/users/signup', { body });
    if (response.body?.errors?.[0]?.code === 'email_taken')
      response = await shop.call('POST', '/api/users/signin', { body });
    if (response.status > 201)
      throw new UserError(
        `${email} could not sign in: ${errorsOf(response)}\n` +
          'If the shop was seeded with another password, set it: SEED_PASSWORD=... just seed',
      );
    return new Person(shop, response.cookie);
  }

  /** @param {string} method @param {string} path @param {object} [body] */
  call(method, path, body) {
    return this.#shop.call(method, path, { cookie: this.#cookie, body });
  }

  /** Sends a request that must succeed. @param {number} status @param {string} method @param {string} path @param {object} [body] @throws {UserError} for another status */
  async must(status, method, path, body) {
    const response = await this.call(method, path, body);
    if (response.status === status) return response.body;
    throw new UserError(`${method} ${path} answered ${response.status}: ${errorsOf(response)}`);
  }

  /** Reads all pages of a list. @param {string} path @param {Record<string, string>} [query] */
  async all(path, query) {
    /** @type {any[]} */
    const all = [];
    for (let page = 1; all.length === (page - 1) * PAGE_SIZE; page++) {
      const search = new URLSearchParams({ ...query, page: String(page), limit: String(PAGE_SIZE) });
      all.push(...(await this.must(200, 'GET', `${path}?${search}`)));
    }
    return all;
  }
}
