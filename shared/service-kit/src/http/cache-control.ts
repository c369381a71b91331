import type { RequestHandler } from 'express';
import type { Route } from './route.ts';

/** Middleware that keeps a response out of all caches: errors, and whatever a session or a change may have determined. */
export const denyCaching: RequestHandler = (_req, res, next) => {
  res.set('Cache-Control', 'no-store');
  next();
};

/**
 * Middleware that lets caches keep the response to a read that is the same for everyone: of a public route, or without a
 * cookie that may be a session. The error handler reverts it.
 */
export const allowCaching =
  ({ method, access }: Pick<Route<never>, 'method' | 'access'>): RequestHandler =>
  ({ headers }, res, next) => {
    const isShared = access === 'public' || (access === 'optionalSession' && headers.cookie === undefined);
    if (method === 'get' && isShared) res.removeHeader('Cache-Control');
    next();
  };
