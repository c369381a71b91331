import { methodNotAllowed } from './methods.mjs';
import { FILE_POLICY } from './response-headers.mjs';
import { staticPage } from './static-page.mjs';

/**
 * @typedef {NodeJS.ErrnoException & { rawPacket?: Buffer }} ParseError
 * @typedef {{ body: string, headers: Record<string, string> }} Response
 */

/** All applications on a host share its cookies; Node's default of 16 KiB is less than a few of them can set. */
export const MAX_HEADER_BYTES = 64 * 1024;

const html = staticPage(
  'Too many cookies',
  `<p>Your browser sends more cookies with each request than this shop can read. Other applications with the same host name have set most of them.</p>
<p>Delete the cookies of this site in the settings of your browser, or open the shop in a private window. Then <a href="">try again</a>. You need to sign in again; your account’s cart and orders are safe.</p>`,
);

/** A request line whose method Node's parser does not know. */
const UNKNOWN_METHOD = /^([\w!#$%&'*+.^`|~-]+) (\/\S*) HTTP\/1\.\d\r?\n/;

/**
 * Answers requests that cannot be read, or that Node does not pass on, and which reach no other handler: with a page that
 * says what to do if their headers are too large, with 405 if their method is unknown.
 */
export function answerUnreadableRequests(/** @type {import('node:http').Server} */ server) {
  server.on('clientError', (/** @type {ParseError} */ error, socket) => {
    // After the first byte of a response, anything else would be read as a part of it.
    if (!socket.writable || ('_httpMessage' in socket && socket._httpMessage)) return void socket.destroy();
    end(socket, ...responseTo(error));
  });
  // Node would close the connection, which the gateway takes for a storefront that is not running.
  server.on('connect', ({ url = '' }, socket) => end(socket, NOT_ALLOWED, methodNotAllowed('CONNECT', url)));
}

/** @param {ParseError} error @returns {[status: string, response: Response]} */
function responseTo({ code, rawPacket }) {
  if (code === 'HPE_HEADER_OVERFLOW')
    return ['431 Request Header Fields Too Large', { body: html, headers: pageHeaders(html) }];
  const [, method, path = ''] =
    (code === 'HPE_INVALID_METHOD' && UNKNOWN_METHOD.exec(rawPacket?.toString('latin1') ?? '')) || [];
  return method
    ? [NOT_ALLOWED, methodNotAllowed(method, path.split('?')[0] ?? '')]
    : ['400 Bad Request', { body: '', headers: pageHeaders('') }];
}

const NOT_ALLOWED = '405 Method Not Allowed';

const pageHeaders = (/** @type {string} */ body) => ({
  'Content-Type': 'text/html; charset=utf-8',
  'Content-Length': String(Buffer.byteLength(body)),
  'Cache-Control': 'no-store',
  'Content-Security-Policy': FILE_POLICY,
  'X-Content-Type-Options': 'nosniff',
});

/** @param {import('node:stream').Duplex} socket @param {string} status @param {Response} response */
function end(socket, status, { body, headers }) {
  const lines = Object.entries({ ...headers, Connection: 'close' }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  socket.end(`HTTP/1.1 ${status}\r\n${lines.join('\r\n')}\r\n\r\n${body}`);
}
