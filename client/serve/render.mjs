import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** @import { RequestListener } from 'node:http' */

/** The render took too long. */
export class RenderTimeout extends Error {}

/** Collects the response in memory instead of sending it. */
class RenderedResponse extends ServerResponse {
  /** @type {Uint8Array[]} */
  #chunks = [];
  #isAborted = false;

  /** @override @param {any} chunk */
  write(chunk) {
    this.#chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    return true;
  }

  /** @override @param {any} [chunk] */
  end(chunk) {
    if (chunk && typeof chunk !== 'function') this.write(chunk);
    this.finished = true;
    this.emit('finish');
    this.emit('close');
    return this;
  }

  /** @override @param {Error} [error] */
  destroy(error) {
    if (this.#isAborted) return this;
    this.#isAborted = true;
    this.destroyed = true;
    this.emit('error', error ?? new Error('aborted'));
    // Makes Next stop the render.
    this.emit('close');
    return this;
  }

  /** @override */
  flushHeaders() {}

  get body() {
    return Buffer.concat(this.#chunks);
  }
}

/**
 * Renders a page in memory: calls the listener with a GET request that carries nothing of a visitor but the URL.
 *
 * @param {RequestListener} listener
 * @param {string} url
 * @param {Record<string, string>} headers
 * @param {number} timeoutMs
 * @returns {Promise<RenderedResponse>}
 * @throws {RenderTimeout} if the response does not end within `timeoutMs`
 */
export async function render(listener, url, headers, timeoutMs) {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method: 'GET', url, headers, complete: true });
  request.push(null);
  const response = new RenderedResponse(request);
  const abort = () => response.destroy(new RenderTimeout(`no response within ${timeoutMs} ms`));
  const timer = setTimeout(abort, timeoutMs);
  try {
    await new Promise((resolve, reject) => {
      response.on('error', reject).on('finish', resolve);
      // Next's listener is an async function.
      Promise.resolve(listener(request, response)).catch(reject);
    });
    return response;
  } finally {
    clearTimeout(timer);
  }
}
