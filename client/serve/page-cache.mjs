import { ApiReads } from './api-reads.mjs';
import { LruCache } from './lru-cache.mjs';
import { render } from './render.mjs';
import { sendPage } from './send-page.mjs';

/**
 * @import { IncomingMessage, RequestListener } from 'node:http'
 * @import { Answers } from './api-reads.mjs'
 * @import { Page } from './send-page.mjs'
 */

const MAX_BYTES = 16_000_000;
/** The catalog and its products, which all guests see alike. */
const sharedPages = /^\/(products\/[0-9a-f]{24})?(\?|$)/;

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
  /** @type {LruCache<{ page: Page, answers: Answers }>} */
  const cache = new LruCache(MAX_BYTES);

  const pageOf = async (/** @type {string} */ url) => {
    const reads = new ApiReads();
    const kept = cache.get(url);
    if (kept && (await reads.repeat(kept.answers))) return kept.page;
    const response = await reads.record(() => render(listener, url));
    const page = {
      status: response.statusCode,
      headers: /** @type {[string, string][]} */ (Object.entries(response.getHeaders())),
      body: response.body,
    };
    const answers = await reads.sharedAnswers();
    if (answers && page.status === 200) cache.set(url, { page, answers }, page.body.length * 2);
    else cache.delete(url);
    return page;
  };

  return (req, res) => {
    if (!isShared(req)) return listener(req, res);
    pageOf(req.url ?? '').then(
      (page) => sendPage(req, res, page),
      (error) => res.destroy(error),
    );
  };
}
