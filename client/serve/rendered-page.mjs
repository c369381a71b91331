import { randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { acceptsEncoding } from './accept-encoding.mjs';

/** @import { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http' */

const compress = promisify(gzip);
const createNonce = () => randomBytes(16).toString('base64url');

/**
 * Text in the HTML if the render of a part failed after the status was sent: React's marker of a failed boundary,
 * its script that marks one later, and a failed row of the data that Next sends. Content of the shop cannot contain
 * them, because there `<`, `>` and `"` are escaped.
 */
const failureMarkers = ['<!--$!-->', '>$RX=', '>$RX(', String.raw`:E{\"digest\"`];

/** A rendered page that can be sent many times, each time with a new nonce. */
export class RenderedPage {
  #status;
  #headers;
  /** Whether the whole page was rendered. */
  ok;
  /** The nonce of the render. It is never sent, so no attacker can put it into a page's content. */
  #nonce;
  /** The HTML, split at the nonces. @type {Buffer[]} */
  #parts;

  /** @param {number} status @param {OutgoingHttpHeaders} headers @param {Buffer} html */
  constructor(status, headers, html) {
    this.#status = status;
    this.#headers = Object.entries(headers);
    this.ok = status === 200 && !failureMarkers.some((marker) => html.includes(marker));
    this.bytes = html.length;
    this.#nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1] ?? createNonce();
    this.#parts = split(html, this.#nonce);
  }

  /** @param {IncomingMessage} req @param {ServerResponse} res */
  async send(req, res) {
    const nonce = createNonce();
    const withNonce = (/** @type {unknown} */ value) => String(value).replaceAll(this.#nonce, nonce);
    res.statusCode = this.#status;
    for (const [name, value] of this.#headers)
      res.setHeader(name, Array.isArray(value) ? value.map(withNonce) : withNonce(value));
    const html = join(this.#parts, nonce);
    if (acceptsEncoding(req.headers['accept-encoding'], 'gzip')) {
      res.setHeader('Content-Encoding', 'gzip');
      res.end(await compress(html));
    } else res.end(html);
  }
}

/** @param {Buffer} text @param {string} separator */
function split(text, separator) {
  const parts = [];
  let start = 0;
  for (let end = text.indexOf(separator); end >= 0; end = text.indexOf(separator, start)) {
    parts.push(text.subarray(start, end));
    start = end + separator.length;
  }
  return [...parts, text.subarray(start)];
}

/** @param {Buffer[]} parts @param {string} separator */
function join(parts, separator) {
  const between = Buffer.from(separator);
  return Buffer.concat(parts.flatMap((part, index) => (index === 0 ? [part] : [between, part])));
}
