import http from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import { UserError } from '../../embedded/lib/errors.mjs';
import { Away, troubleOf } from './trouble.mjs';

const SILENCE_MS = 30_000;
/** Longer than this nobody waits at a terminal. */
const LONGEST_WAIT_SECONDS = 120;

/** @typedef {{status: number, headers: http.IncomingHttpHeaders, body: any}} Answer */

/** The shop as the world sees it. */
export class Shop {
  #agent;

  /** @param {string} base its address @param {string} [authority] a certificate in PEM that is trusted too */
  constructor(base, authority) {
    this.base = base;
    const ca = authority && [...rootCertificates, authority];
    this.#agent = base.startsWith('https:')
      ? new https.Agent({ keepAlive: true, ...(ca && { ca }) })
      : new http.Agent({ keepAlive: true });
  }

  /**
   * Sends a request, and again as long as the shop has too much to do.
   * @param {string} method @param {string} path
   * @param {{cookie?: string, body?: object}} [options] a form goes as such, anything else as JSON
   * @throws {Away | UserError}
   */
  async ask(method, path, { cookie, body } = {}) {
    for (;;) {
      const answer = await this.#send(method, path, cookie, body);
      const retryAfter = Number(answer.headers['retry-after'] ?? 1);
      if ([502, 503, 504].includes(answer.status))
        throw new Away(`${method} ${path} is answered with ${answer.status}`, retryAfter);
      if (answer.status !== 429) return answer;
      if (retryAfter > LONGEST_WAIT_SECONDS)
        throw new UserError(`${this.base} wants to be left alone for ${retryAfter} s. Run this again then.`);
      console.log(`  the shop has too much to do: waiting ${retryAfter} s, as it asks`);
      await sleep(retryAfter * 1000);
    }
  }

  /**
   * @param {string} method @param {string} path @param {string} [cookie] @param {object} [body]
   * @returns {Promise<Answer>}
   */
  async #send(method, path, cookie, body) {
    const form = body instanceof FormData ? new Response(body) : undefined;
    const content = form ? Buffer.from(await form.arrayBuffer()) : body && JSON.stringify(body);
    const headers = {
      ...(cookie && { cookie }),
      ...(content && { 'content-type': form?.headers.get('content-type') ?? 'application/json' }),
    };
    const { request } = this.base.startsWith('https:') ? https : http;
    const call = request(this.base + path, { method, headers, agent: this.#agent, timeout: SILENCE_MS });
    call.on('timeout', () => call.destroy(new Away(`there was no answer for ${SILENCE_MS / 1000} s`)));
    try {
      const response = await new Promise(
        (/** @type {(one: http.IncomingMessage) => void} */ resolve, reject) =>
          call.on('response', resolve).on('error', reject).end(content),
      );
      const answer = await text(response);
      return { status: response.statusCode ?? 0, headers: response.headers, body: parsed(answer) };
    } catch (error) {
      throw troubleOf(this.base, error);
    }
  }
}

/** @param {string} answer */
function parsed(answer) {
  try {
    return JSON.parse(answer);
  } catch {
    return undefined;
  }
}
