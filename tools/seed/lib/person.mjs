import { UserError } from '../../embedded/lib/errors.mjs';

const PAGE = 100;

/** Somebody who is signed in. */
export class Person {
  #shop;
  #cookie;

  /** @param {import('./shop.mjs').Shop} shop @param {string} cookie */
  constructor(shop, cookie) {
    this.#shop = shop;
    this.#cookie = cookie;
  }

  /**
   * Signs up, or in where that was done before.
   * @param {import('./shop.mjs').Shop} shop @param {string} email @param {string} password
   */
  static async enter(shop, email, password) {
    const body = { email, password };
    let answer = await shop.ask('POST', '/api/users/signup', { body });
    if (answer.status === 400) answer = await shop.ask('POST', '/api/users/signin', { body });
    if (answer.status > 201)
      throw new UserError(
        `${email} can not sign in: ${faultsOf(answer)}.\n` +
          'Another password was taken when this shop was seeded first: SEED_PASSWORD=... just seed',
      );
    const cookie = (answer.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; ');
    return new Person(shop, cookie);
  }

  /** @param {string} method @param {string} path @param {object} [body] */
  ask(method, path, body) {
    return this.#shop.ask(method, path, { cookie: this.#cookie, body });
  }

  /** @param {number} status @param {string} method @param {string} path @param {object} [body] */
  async must(status, method, path, body) {
    const answer = await this.ask(method, path, body);
    if (answer.status === status) return answer.body;
    throw new UserError(`${method} ${path} is answered with ${answer.status}: ${faultsOf(answer)}`);
  }

  /** Every page of a list. @param {string} path @param {Record<string, string>} [query] */
  async all(path, query) {
    /** @type {any[]} */
    const all = [];
    for (let page = 1; all.length === (page - 1) * PAGE; page++) {
      const search = new URLSearchParams({ ...query, page: String(page), limit: String(PAGE) });
      all.push(...(await this.must(200, 'GET', `${path}?${search}`)));
    }
    return all;
  }
}

/** The shop's own words for what it refuses. @param {import('./shop.mjs').Answer} answer @returns {string} */
export const faultsOf = ({ body }) =>
  body?.errors
    ?.map((/** @type {any} */ { message, field }) => (field ? `${field}: ${message}` : message))
    .join('; ') ?? 'no reason given';
