import { cookieValues, sessionCookieName, withoutCookie } from '@ecommerce/contracts';
import type { RequestHandler } from 'express';

/**
 * Middleware that removes session cookies from a request with several of them, which counts as one without a session (see
 * `readSessionCookie`). Services that get the `Cookie` header passed on decide the same.
 * @param secure whether browsers reach the shop on HTTPS
 */
export function dropAmbiguousSession(secure: boolean): RequestHandler {
  const name = sessionCookieName(secure);
  return ({ headers }, _res, next) => {
    if (cookieValues(headers.cookie, name).length > 1) headers.cookie = withoutCookie(headers.cookie, name);
    next();
  };
}
