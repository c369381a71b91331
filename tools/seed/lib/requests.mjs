import { UserError } from '../../embedded/lib/errors.mjs';
import { errorsOf } from './errors.mjs';

/** @template T @typedef {import('@ecommerce/api-client').ApiResult<T>} ApiResult */

const PAGE_SIZE = 100;

/**
 * Waits for a request that must succeed.
 * @template T
 * @param {string} action what the request does, at the start of a sentence
 * @param {Promise<ApiResult<T>>} call
 * @throws {UserError}
 */
export async function must(action, call) {
  const { data, error, response } = await call;
  if (data !== undefined) return data;
  throw new UserError(`${action} failed with status ${response.status}: ${errorsOf(error)}`);
}

/**
 * Reads all pages of a list.
 * @template T
 * @param {string} action @param {(page: {page: number, limit: number}) => Promise<ApiResult<T[]>>} read
 * @returns {Promise<T[]>}
 */
export async function readAll(action, read) {
  /** @type {T[]} */
  const all = [];
  for (let page = 1; all.length === (page - 1) * PAGE_SIZE; page++)
    all.push(...(await must(action, read({ page, limit: PAGE_SIZE }))));
  return all;
}
