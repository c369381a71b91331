import { randomUUID } from 'node:crypto';

/** The time limit of a read in lib/services.ts. */
const TIMEOUT_MS = 3000;

/** @typedef {{ status: number, total: string | null, text: string }} Answer what a page can know of an answer of the API */
/** @typedef {Map<string, Answer>} Answers by URL */

/** The renders in progress by the id that each passes to lib/services.ts in a header of its request. */
globalThis.recordedRenders = new Map();

/** The reads of one request, each made once. */
export class ApiReads {
  /** @type {Map<string, Promise<Answer>>} */
  #reads = new Map();
  #withSession = false;

  /**
   * Runs a render whose reads are made through this object.
   *
   * @template T
   * @param {(headers: Record<string, string>) => Promise<T>} render gets the headers that its request needs
   */
  async record(render) {
    const id = randomUUID();
    globalThis.recordedRenders?.set(id, this);
    try {
      return await render({ 'x-render-id': id });
    } finally {
      globalThis.recordedRenders?.delete(id);
    }
  }

  /**
   * Makes the reads of an earlier render.
   *
   * @param {Answers} answers
   * @returns {Promise<boolean>} whether the answers are the same
   */
  async repeat(answers) {
    const same = [...answers].map(async ([url, { status, total, text }]) => {
      const answer = await this.#read(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) });
      return answer.status === status && answer.total === total && answer.text === text;
    });
    return (await Promise.all(same).catch(() => [false])).every(Boolean);
  }

  /** @returns {Promise<Answers | null>} the answers when all reads succeeded, and as they would for any visitor */
  async sharedAnswers() {
    const reads = [...this.#reads].map(async ([url, read]) => /** @type {const} */ ([url, await read]));
    const answers = await Promise.all(reads).catch(() => null);
    const shared = answers?.every(([, { status }]) => status === 200) && !this.#withSession;
    return answers && shared ? new Map(answers) : null;
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
    // A page tries again, except after a wait for the whole time limit.
    read.catch(({ name }) => name === 'TimeoutError' || this.#reads.delete(url));
    return read;
  }
}

/** @param {string} url @param {RequestInit} init @returns {Promise<Answer>} */
async function request(url, init) {
  const response = await fetch(url, init);
  return {
    status: response.status,
    total: response.headers.get('x-total-count'),
    text: await response.text(),
  };
}
