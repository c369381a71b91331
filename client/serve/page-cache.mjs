import { ApiReads } from './api-reads.mjs';
import { coalesce } from './coalesce.mjs';
import { sendErrorPage } from './error-page.mjs';
import { LruCache } from './lru-cache.mjs';
import { render } from './render.mjs';
import { RenderedPage } from './rendered-page.mjs';

/**
 * @import { IncomingMessage, RequestListener } from 'node:http'
 * @import { ApiResponses } from './api-reads.mjs'
 */

const MAX_BYTES = 8_000_000;
const RENDER_TIMEOUT_MS = 30_000;

/**
 * URLs of catalog and product pages, each in the one spelling that links to it have (`catalogPath` in lib/catalog.ts).
 * Other spellings show the same content, but Next puts the URL into the page, so each would need an entry of its own.
 * Searches are too varied to be worth caching.
 */
const sortParam = 'sort=(newest|oldest|-?price|-?title|relevance)';
const pageParam = 'page=[1-9][0-9]{0,4}';
const sharedPages = new RegExp(
  `^/(products/[0-9a-f]{24}|\\?(${sortParam}|${pageParam}|${sortParam}&${pageParam}))?$`,
);

/** Any cookie whose name or value contains "session" may be one (`sessionCookieName` of @ecommerce/contracts). */
const isShared = (/** @type {IncomingMessage} */ { method, url = '', headers }) =>
  method === 'GET' && sharedPages.test(url) && !headers.rsc && !headers.cookie?.includes('session');

/** Pages after the last one are as many as there are numbers. */
const isAfterLastPage = (/** @type {ApiResponses} */ responses) =>
  [...responses.values()].some(({ text, total }) => text === '[]' && total !== '0');

/** A character of a string takes up to two bytes. */
const sizeOf = (/** @type {ApiResponses} */ responses) =>
  [...responses].reduce((size, [url, { text }]) => size + 2 * (url.length + text.length), 0);

/**
 * Caches pages for guests. Each request repeats the page's reads, and the page is rendered again if the responses
 * changed, so a cached page is never stale. Requests for the same page that arrive together share the reads and the
 * render.
 *
 * @param {RequestListener} listener
 * @param {number} [renderTimeoutMs]
 * @returns {RequestListener}
 */
export function cachePages(listener, renderTimeoutMs = RENDER_TIMEOUT_MS) {
  /** @type {LruCache<{ page: RenderedPage, responses: ApiResponses }>} */
  const cache = new LruCache(MAX_BYTES);

  const pageOf = coalesce(async (url) => {
    const reads = new ApiReads();
    const cached = cache.get(url);
    if (cached && (await reads.repeat(cached.responses))) return cached.page;
    const response = await reads.record((headers) => render(listener, url, headers, renderTimeoutMs));
    const page = new RenderedPage(response.statusCode, response.getHeaders(), response.body);
    const responses = await reads.sharedResponses();
    if (responses && page.ok && !isAfterLastPage(responses))
      cache.set(url, { page, responses }, page.bytes + sizeOf(responses) + 2 * url.length);
    else cache.delete(url);
    return page;
  });

  return (req, res) => {
    if (!isShared(req)) return listener(req, res);
    pageOf(req.url ?? '')
      .then((page) => page.send(req, res))
      .catch((error) => sendErrorPage(req, res, error));
  };
}
