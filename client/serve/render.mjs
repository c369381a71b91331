import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';

/** @import { RequestListener } from 'node:http' */

/** Collects the response in memory instead of sending it. */
class RenderedResponse extends ServerResponse {
  /** @type {Uint8Array[]} */
  #chunks = [];

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
    this.emit('error', error ?? new Error('aborted'));
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
 * @returns {Promise<RenderedResponse>}
 */
export function render(listener, url, headers) {
  const request = new IncomingMessage(new Socket());
  Object.assign(request, { method: 'GET', url, headers, complete: true });
  request.push(null);
  const response = new RenderedResponse(request);
  return new Promise((resolve, reject) => {
    response.on('error', reject).on('finish', () => resolve(response));
    listener(request, response);
  });
}
