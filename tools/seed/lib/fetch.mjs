import http from 'node:http';
import https from 'node:https';
import { buffer } from 'node:stream/consumers';
import { rootCertificates } from 'node:tls';

/**
 * Creates a `fetch` with keep-alive connections that can trust an additional CA, unlike that of Node 20. It does not
 * follow redirects.
 * @param {{ca?: string, timeoutMs?: number}} [options] `ca`: the certificate of the CA, in PEM
 * @returns {(request: Request) => Promise<Response>} rejects with the connection error if there is no response
 */
export function createFetch({ ca, timeoutMs = 30_000 } = {}) {
  const options = { keepAlive: true, maxSockets: 50 };
  const agents = {
    'http:': new http.Agent(options),
    'https:': new https.Agent({ ...options, ...(ca && { ca: [...rootCertificates, ca] }) }),
  };
  return async (request) => {
    const content = request.body && Buffer.from(await request.arrayBuffer());
    const secure = request.url.startsWith('https:');
    const call = (secure ? https : http).request(request.url, {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      agent: agents[secure ? 'https:' : 'http:'],
      timeout: timeoutMs,
    });
    call.on('timeout', () => call.destroy(timedOut(timeoutMs)));
    const response = await new Promise((/** @type {(one: http.IncomingMessage) => void} */ resolve, reject) =>
      call.on('response', resolve).on('error', reject).end(content),
    );
    return new Response(await buffer(response), {
      status: response.statusCode,
      headers: Object.entries(response.headersDistinct).flatMap(([name, values = []]) =>
        values.map((value) => /** @type {[string, string]} */ ([name, value])),
      ),
    });
  };
}

const timedOut = (/** @type {number} */ timeoutMs) =>
  Object.assign(new Error(`no response within ${timeoutMs / 1000} s`), { code: 'ETIMEDOUT' });
