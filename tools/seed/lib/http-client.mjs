import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { rootCertificates } from 'node:tls';

/** @typedef {{status: number, headers: http.IncomingHttpHeaders, cookie: string, body: any}} Response */

/** HTTP client of one server with keep-alive connections. */
export class HttpClient {
  #agent;
  #timeoutMs;

  /**
   * @param {string} base URL of the server
   * @param {{ca?: string, timeoutMs?: number}} [options] `ca`: an additional CA certificate to trust, in PEM
   */
  constructor(base, { ca, timeoutMs = 30_000 } = {}) {
    this.base = base;
    this.#timeoutMs = timeoutMs;
    const options = { keepAlive: true, maxSockets: 50 };
    this.#agent = base.startsWith('https:')
      ? new https.Agent({ ...options, ...(ca && { ca: [...rootCertificates, ca] }) })
      : new http.Agent(options);
  }

  /**
   * @param {string} method @param {string} path
   * @param {{cookie?: string, body?: object}} [options] a FormData is sent as a form, any other body as JSON
   * @returns {Promise<Response>} with the set cookies and, if the body is JSON, the parsed body
   * @throws the connection error if there is no response
   */
  async send(method, path, { cookie, body } = {}) {
    const form = body instanceof FormData ? new globalThis.Response(body) : undefined;
    const content = form ? Buffer.from(await form.arrayBuffer()) : body && JSON.stringify(body);
    const headers = {
      ...(cookie && { cookie }),
      ...(content && { 'content-type': form?.headers.get('content-type') ?? 'application/json' }),
    };
    const { request } = this.base.startsWith('https:') ? https : http;
    const options = { method, headers, agent: this.#agent, timeout: this.#timeoutMs };
    const call = request(this.base + path, options);
    call.on('timeout', () => call.destroy(this.#timedOut()));
    const response = await new Promise((/** @type {(one: http.IncomingMessage) => void} */ resolve, reject) =>
      call.on('response', resolve).on('error', reject).end(content),
    );
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      cookie: (response.headers['set-cookie'] ?? []).map((one) => one.split(';')[0]).join('; '),
      body: parsed(await text(response)),
    };
  }

  /** Like `send`, but without a response resolves to status 0 with the reason as its body. @type {HttpClient['send']} */
  async trySend(method, path, options) {
    try {
      return await this.send(method, path, options);
    } catch (error) {
      return { status: 0, headers: {}, cookie: '', body: /** @type {Error} */ (error).message };
    }
  }

  #timedOut() {
    const error = new Error(`no response within ${this.#timeoutMs / 1000} s`);
    return Object.assign(error, { code: 'ETIMEDOUT' });
  }
}

/** @param {string} content */
function parsed(content) {
  try {
    return JSON.parse(content);
  } catch {
    return content;
  }
}
