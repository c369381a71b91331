import { jsonError } from './json-error.mjs';
import { servicePaths } from './service-paths.generated.mjs';

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

/** The gateway requests this path when a service does not answer (compose/traefik/routes.yml). */
const UNAVAILABLE_PATH = '/api/unavailable';
/** The statuses for which the ingress sends a request here, with its URI in a header (k8s/overlays/minikube/ingress.yaml). */
const INTERCEPTED = new Set(['502', '504']);

const isWithin = (/** @type {string} */ path, /** @type {string} */ prefix) =>
  path === prefix || path.startsWith(`${prefix}/`);

/**
 * Answers requests to the API that no service has answered, in the format of the services' errors: with 503 if a service
 * has the path, otherwise with 404.
 *
 * @param {IncomingMessage} req
 * @param {ServerResponse} res
 * @returns {boolean} whether it answered the request
 */
export function answerApiError(req, res) {
  const { 'x-code': interceptedStatus, 'x-original-uri': originalUri } = req.headers;
  const isIntercepted = INTERCEPTED.has(String(interceptedStatus)) && typeof originalUri === 'string';
  const [path = ''] = (isIntercepted ? originalUri : (req.url ?? '')).split('?');
  if (!isWithin(path, '/api') || isWithin(path, '/api/docs')) return false;
  const isOfService = [UNAVAILABLE_PATH, ...servicePaths].some((prefix) => isWithin(path, prefix));
  const answer = () =>
    isIntercepted || isOfService
      ? send(res, 503, 'unavailable', 'The shop is temporarily unavailable. Try again in a moment.')
      : send(res, 404, 'not_found', `${req.method} ${path} does not exist.`);
  // Not before the body has arrived: NGINX discards a response that comes while it sends an upload.
  req.resume().once('end', answer);
  return true;
}

/** @param {ServerResponse} res @param {number} status @param {string} code @param {string} message */
function send(res, status, code, message) {
  const { headers, body } = jsonError(code, message, status === 503 ? { 'Retry-After': '2' } : {});
  res.writeHead(status, headers).end(body);
}
