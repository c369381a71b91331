import { RenderTimeout } from './render.mjs';
import { FILE_POLICY } from './response-headers.mjs';
import { staticPage } from './static-page.mjs';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/** The same texts as in components/error-page.tsx. It contains no scripts, because the renderer has just failed. */
const html = staticPage(
  'Something went wrong',
  `<p>This is our fault. Your cart and your orders are safe.</p>
<p><a href="">Try again</a> · <a href="/">Browse products</a></p>`,
);

/**
 * Answers a request whose page could not be rendered: with 503 after a timeout, otherwise with 500.
 *
 * @param {IncomingMessage} req
 * @param {ServerResponse} res
 * @param {unknown} error
 */
export function sendErrorPage(req, res, error) {
  console.error('failed to render %s:', req.url, error);
  if (res.headersSent) return res.destroy();
  for (const name of res.getHeaderNames()) res.removeHeader(name);
  const timedOut = error instanceof RenderTimeout;
  res.writeHead(timedOut ? 503 : 500, {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Content-Security-Policy': FILE_POLICY,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    ...(timedOut && { 'Retry-After': '5' }),
  });
  res.end(html);
}
