import { ApiReads } from './api-reads.mjs';
import { LruCache } from './lru-cache.mjs';
import { render } from './render.mjs';
import { RenderedPage } from './rendered-page.mjs';

/**
 * @import { IncomingMessage, RequestListener } from 'node:http'
 * @import { ApiResponses } from './api-reads.mjs'
 */

const MAX_BYTES = 8_000_000;
/** Catalog and product pages. Searches are too varied to be worth caching. */
const sharedPages = /^\/(products\/[0-9a-f]{24}|\?(sort=-?[a-z]+)?&?(page=\d+)?)?$/;

const isShared = (/** @type {IncomingMessage} */ { method, url = '', headers }) =>
  method === 'GET' && sharedPages.test(url) && !headers.rsc && !headers.cookie?.includes('session');

/**
 * Caches pages for guests. Each request repeats the page's reads, and the page is rendered again if the responses
 * changed, so a cached page is never stale.
 *
 * @param {RequestListener} listener
 * @returns {RequestListener}
 */
export function cachePages(listener) {
  /** @type {LruCache<{ page: RenderedPage, responses: ApiResponses }>} */
  const cache = new LruCache(MAX_BYTES);

  const pageOf = async (/** @type {string} */ url) => {
    const reads = new ApiReads();
    const cached = cache.get(url);
    if (cached && (await reads.repeat(cached.responses))) return cached.page;
    const response = await reads.record((headers) => render(listener, url, headers));
    const page = new RenderedPage(response.statusCode, response.getHeaders(), response.body);
    const responses = await reads.sharedResponses();
    if (responses && page.ok) cache.set(url, { page, responses }, page.bytes);
    else cache.delete(url);
    return page;
  };

  return (req, res) => {
    if (!isShared(req)) return listener(req, res);
    pageOf(req.url ?? '')
      .then((page) => page.send(req, res))
      .catch((error) => res.destroy(error));
  };
}
