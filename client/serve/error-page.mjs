import { RenderTimeout } from './render.mjs';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/** The same texts as in components/error-page.tsx. It contains no scripts, because the renderer has just failed. */
const html = `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Something went wrong · Common Goods</title>
<style>:root{color-scheme:light dark}body{max-width:36rem;margin:20vh auto;padding:1.5rem;text-align:center;font-family:system-ui,sans-serif}</style>
<main>
<h1>Something went wrong</h1>
<p>This is our fault. Your cart and your orders are safe.</p>
<p><a href="">Try again</a> · <a href="/">Browse products</a></p>
</main>
</html>
`;

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
    'Content-Security-Policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'same-origin',
    ...(timedOut && { 'Retry-After': '5' }),
  });
  res.end(html);
}
