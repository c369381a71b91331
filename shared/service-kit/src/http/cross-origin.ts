import type { Request, RequestHandler } from 'express';
import { ApiError } from './errors.ts';
import { isSafe } from './safe-methods.ts';

/**
 * Middleware that rejects requests by which a page of another origin would change something, with 403 `cross_origin`. The
 * cookie's SameSite attribute does not: it takes other ports of localhost and sibling subdomains for the same site.
 * @param secure whether browsers reach the shop on HTTPS
 */
export const rejectCrossOrigin =
  (secure: boolean): RequestHandler =>
  (req, _res, next) => {
    if (!isSafe(req.method) && !isSameOrigin(req, secure)) throw new ApiError('cross_origin');
    next();
  };

/**
 * Browsers state in `Sec-Fetch-Site` where a request comes from: https://www.w3.org/TR/fetch-metadata/. Older ones, and all
 * on plain HTTP outside of localhost, send only `Origin`, which is `null` for a page that hides its origin. Programs send
 * neither, and a person has to run them. Pages can set neither header, nor `Host` and `X-Forwarded-Host`.
 */
function isSameOrigin(req: Request, secure: boolean): boolean {
  const site = req.get('sec-fetch-site');
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const origin = req.get('origin');
  return origin === undefined || ownOrigins(req.host, secure).includes(origin);
}

/**
 * The origins of the shop by the host, with its port, that the browser asked the gateway for. On HTTPS, a page on plain HTTP
 * is foreign, because anyone on the network can forge it. The scheme comes from the configuration, not from
 * `X-Forwarded-Proto`, which is `http` when a load balancer before the gateway ends TLS.
 */
const ownOrigins = (host: string, secure: boolean): string[] =>
  (secure ? ['https'] : ['http', 'https'])
    .map((scheme) => `${scheme}://${host}`)
    .flatMap((url) => (URL.canParse(url) ? [new URL(url).origin] : []));
