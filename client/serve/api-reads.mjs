import { randomBytes } from 'node:crypto';

/** Same time limit as in lib/service-urls.ts. */
const TIMEOUT_MS = 3000;

/** @typedef {{ status: number, total: string | null, text: string }} ApiResponse the parts of a response that pages use */
/** @typedef {Map<string, ApiResponse>} ApiResponses by URL */

/** Renders in progress, by the id that each passes to lib/services.ts in a request header. */
globalThis.recordedRenders = new Map();

/** The reads of one request. Each URL is read once. */
export class ApiReads {
  /** @type {Map<string, Promise<ApiResponse>>} */
  #reads = new Map();
  #withSession = false;

  /**
   * Runs a render and records its reads.
   *
   * @template T
   * @param {(headers: Record<string, string>) => Promise<T>} render gets the headers that its request must have
   */
  async record(render) {
    const id = randomBytes(16).toString('base64url');
    globalThis.recordedRenders?.set(id, this);
    try {
      return await render({ 'x-render-id': id });
    } finally {
      globalThis.recordedRenders?.delete(id);
    }
  }

  /**
   * Repeats the reads of an earlier render.
   *
   * @param {ApiResponses} responses
   * @returns {Promise<boolean>} whether the responses are the same
   */
  async repeat(responses) {
    const same = [...responses].map(async ([url, { status, total, text }]) => {
      const current = await this.#read(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
      return current.status === status && current.total === total && current.text === text;
    });
    return (await Promise.all(same).catch(() => [false])).every(Boolean);
  }

  /** @returns {Promise<ApiResponses | null>} null if a read failed or was made with a session */
  async sharedResponses() {
    const reads = [...this.#reads].map(async ([url, read]) => /** @type {const} */ ([url, await read]));
    const responses = await Promise.all(reads).catch(() => null);
    const shared = responses?.every(([, { status }]) => status === 200) && !this.#withSession;
    return responses && shared ? new Map(responses) : null;
  }

  /** @param {string} url @param {RequestInit} init */
  async fetch(url, init = {}) {
    if (new Headers(init.headers).has('cookie')) this.#withSession = true;
    const { status, total, text } = await this.#read(url, init);
    return new Response(text, { status, headers: total === null ? {} : { 'x-total-count': total } });
  }

  /** @param {string} url @param {RequestInit} init */
  #read(url, init) {
    const known = this.#reads.get(url);
    if (known) return known;
    const read = request(url, init);
    this.#reads.set(url, read);
    // A failed read may be retried by the page, except after a timeout.
    read.catch(({ name }) => name === 'TimeoutError' || this.#reads.delete(url));
    return read;
  }
}

/** @param {string} url @param {RequestInit} init @returns {Promise<ApiResponse>} */
async function request(url, init) {
  const response = await fetch(url, init);
  return {
    status: response.status,
    total: response.headers.get('x-total-count'),
    text: await response.text(),
  };
}
