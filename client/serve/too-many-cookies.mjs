import { STATIC_PAGE_POLICY, staticPage } from './static-page.mjs';

/** All applications on a host share its cookies; Node's default of 16 KiB is less than a few of them can set. */
export const MAX_HEADER_BYTES = 64 * 1024;

const html = staticPage(
  'Too many cookies',
  `<p>Your browser sends more cookies with each request than this shop can read. Other applications with the same host name have set most of them.</p>
<p>Delete the cookies of this site in the settings of your browser, or open the shop in a private window. Then <a href="">try again</a>. You need to sign in again; your account’s cart and orders are safe.</p>`,
);

/**
 * Answers requests whose headers cannot be read, and which reach no other handler: with a page that says what to do if
 * they are too large.
 */
export function answerUnreadableRequests(/** @type {import('node:http').Server} */ server) {
  server.on('clientError', (/** @type {NodeJS.ErrnoException} */ { code }, socket) => {
    // After the first byte of a response, anything else would be read as a part of it.
    if (!socket.writable || ('_httpMessage' in socket && socket._httpMessage)) return void socket.destroy();
    const [status, body] =
      code === 'HPE_HEADER_OVERFLOW'
        ? ['431 Request Header Fields Too Large', html]
        : ['400 Bad Request', ''];
    const headers = [
      'Content-Type: text/html; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      `Content-Security-Policy: ${STATIC_PAGE_POLICY}`,
      'Connection: close',
    ];
    socket.end(`HTTP/1.1 ${status}\r\n${headers.join('\r\n')}\r\n\r\n${body}`);
  });
}
