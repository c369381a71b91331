import { FILE_POLICY } from './response-headers.mjs';

/**
 * The headers and the body of a response with an error, in the format of the API's errors.
 *
 * @param {string} code
 * @param {string} message
 * @param {Record<string, string>} [headers] further headers
 */
export function jsonError(code, message, headers = {}) {
  const body = JSON.stringify({ errors: [{ code, message }] });
  return {
    body,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': String(Buffer.byteLength(body)),
      'Cache-Control': 'no-store',
      'Content-Security-Policy': FILE_POLICY,
      'X-Content-Type-Options': 'nosniff',
      ...headers,
    },
  };
}
