import type { ErrorCode } from '@ecommerce/contracts';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from '../observability/logger.ts';
import { isTransient } from '../persistence/transient.ts';
import { ApiError } from './errors.ts';

/** The first part of a path, which one service answers: the API's resources, and Stripe's. */
const resourceOf = (path: string) => /^\/(?:api\/[^/]+|v1)(?=\/|$)/.exec(path)?.[0];

/**
 * Answers requests that no route has matched. An IP address can pass from one container to another while both restart,
 * so a request for another service may arrive here; a 404 would then read as "no such order".
 * @param paths of this service's routes
 */
export function notFound(paths: string[]): RequestHandler {
  const own = new Set(paths.map(resourceOf));
  return (req) => {
    const resource = resourceOf(req.path);
    if (resource && !own.has(resource))
      throw new ApiError('unavailable', { message: 'Service temporarily unavailable. Try again.' });
    throw new ApiError('not_found', { message: `${req.method} ${req.path} does not exist.` });
  };
}

/** The last middleware: answers every error as `{errors: [{code, message, field?}]}` and keeps internals in the log. */
export const errorHandler =
  (log: Logger): ErrorRequestHandler =>
  (error, req, res, next) => {
    if (res.headersSent) return next(error);
    const answer = toApiError(error);
    if (answer.status >= 500) log.error({ err: error, method: req.method, path: req.path }, 'request failed');
    res.set(answer.headers).status(answer.status).json({ errors: answer.errors });
  };

/** Any error as the one that the caller gets. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (isTransient(error)) return new ApiError('unavailable');
  return fromBodyParser(error) ?? new ApiError('internal_error');
}

const bodyParserCodes: Record<string, ErrorCode> = {
  'entity.parse.failed': 'invalid_json',
  'entity.too.large': 'body_too_large',
  'charset.unsupported': 'unsupported_charset',
  'encoding.unsupported': 'unsupported_encoding',
};

/** Express and its body parser mark the caller's errors with a 4xx status. */
function fromBodyParser(error: unknown): ApiError | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const { status, type } = error as Error & { status: unknown; type?: string };
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  return new ApiError(bodyParserCodes[type ?? ''] ?? 'malformed_request');
}
