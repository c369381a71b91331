import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/** @typedef {{ status: number, headers: [string, string | string[]][], body: Buffer }} Page */

const compress = promisify(gzip);

/**
 * Sends a rendered page with a nonce of its own. The one that it was rendered with never leaves the server, so nobody
 * can write it into the content of a page.
 *
 * @param {IncomingMessage} req @param {ServerResponse} res @param {Page} page
 */
export async function sendPage(req, res, { status, headers, body }) {
  const policy = headers.find(([name]) => name === 'content-security-policy')?.[1];
  const rendered = /'nonce-([^']+)'/.exec(String(policy))?.[1];
  const nonce = Buffer.from(randomUUID()).toString('base64');
  const withNonce = (/** @type {string} */ text) => (rendered ? text.replaceAll(rendered, nonce) : text);

  res.statusCode = status;
  for (const [name, value] of headers)
    res.setHeader(name, Array.isArray(value) ? value.map(withNonce) : withNonce(String(value)));
  const html = withNonce(body.toString());
  if (/\bgzip\b/.test(String(req.headers['accept-encoding']))) {
    res.setHeader('Content-Encoding', 'gzip');
    res.end(await compress(html));
  } else res.end(html);
}
