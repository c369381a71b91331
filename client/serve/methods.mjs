import { jsonError } from './json-error.mjs';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/** POST sends a form whose script has not loaded yet; the page then shows the form again. */
const METHODS = ['GET', 'HEAD', 'POST', 'OPTIONS'];

/** The error for a method that no page has. */
export const methodNotAllowed = (/** @type {string} */ method, /** @type {string} */ path) =>
  jsonError('method_not_allowed', `${method} is not possible for ${path}.`, { Allow: METHODS.join(', ') });

/**
 * Answers requests whose method no page has with 405. Next would fail at TRACE, which cannot be a `Request`.
 *
 * @param {IncomingMessage} req
 * @param {ServerResponse} res
 * @returns {boolean} whether it answered the request
 */
export function rejectMethod(req, res) {
  const { method = '', url = '' } = req;
  if (METHODS.includes(method)) return false;
  const { headers, body } = methodNotAllowed(method, url.split('?')[0] ?? '');
  // Not before the body has arrived, as in api-errors.mjs.
  req.resume().once('end', () => res.writeHead(405, headers).end(body));
  return true;
}
