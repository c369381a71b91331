import { ApiReads } from './api-reads.mjs';
import { LruCache } from './lru-cache.mjs';
import { render } from './render.mjs';
import { RenderedPage } from './rendered-page.mjs';

/**
 * @import { IncomingMessage, RequestListener } from 'node:http'
 * @import { Answers } from './api-reads.mjs'
 */

const MAX_BYTES = 8_000_000;
/** The pages of the catalog and of each product. Searches differ too much to be worth keeping. */
const sharedPages = /^\/(products\/[0-9a-f]{24}|\?(sort=-?[a-z]+)?&?(page=\d+)?)?$/;

const isShared = (/** @type {IncomingMessage} */ { method, url = '', headers }) =>
  method === 'GET' && sharedPages.test(url) && !headers.rsc && !headers.cookie?.includes('session');

/**
 * Renders a page once for all guests, and again when the API answers otherwise than it did for the page. Each request
 * makes the page's reads, so that its content is as fresh as a rendered one's.
 *
 * @param {RequestListener} listener
 * @returns {RequestListener}
 */
export function cachePages(listener) {
  /** @type {LruCache<{ page: RenderedPage, answers: Answers }>} */
  const cache = new LruCache(MAX_BYTES);

  const pageOf = async (/** @type {string} */ url) => {
    const reads = new ApiReads();
    const kept = cache.get(url);
    if (kept && (await reads.repeat(kept.answers))) return kept.page;
    const response = await reads.record((headers) => render(listener, url, headers));
    const page = new RenderedPage(response.statusCode, response.getHeaders(), response.body);
    const answers = await reads.sharedAnswers();
    if (answers && page.ok) cache.set(url, { page, answers }, page.bytes);
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
