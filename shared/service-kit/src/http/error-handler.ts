import type { ErrorCode } from '@ecommerce/contracts';
import type { ErrorRequestHandler, RequestHandler, Response } from 'express';
import type { Logger } from '../observability/logger.ts';
import { isTransient } from '../persistence/transient.ts';
import { ApiError } from './errors.ts';
import { respondAfterBody } from './unread-bodies.ts';

/** Returns the first part of a path, which belongs to one service: a resource of the API, or Stripe's. */
const resourceOf = (path: string) => /^\/(?:api\/[^/]+|v1)(?=\/|$)/.exec(path)?.[0];

/**
 * Answers requests that no route matches. While containers restart, an IP address can pass from one to another, so a
 * request for another service can arrive here; a 404 would then mean "no such order" to the client.
 * @param paths paths of this service's routes
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

/** Last middleware: answers every error as `{errors: [{code, message, field?}]}` and only logs internal details. */
export const errorHandler =
  (log: Logger): ErrorRequestHandler =>
  (error, req, res, next) => {
    // A request whose body stalled is answered before its reader fails.
    if (res.writableEnded) return;
    if (res.headersSent) return next(error);
    const answer = toApiError(error);
    // The log line of the request names it.
    res.locals.errorCode = answer.code;
    if (answer.status >= 500) log.error({ err: error, method: req.method, path: req.path }, 'request failed');
    respondAfterBody(req, res, () => sendError(res, answer));
  };

/** Answers with an error, in the format of all errors. */
export function sendError(res: Response, { headers, status, errors }: ApiError): void {
  res
    .set({ ...headers, 'Cache-Control': 'no-store' })
    .status(status)
    .json({ errors });
}

/** Maps any error to the one that the client gets. */
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

/** Maps errors of Express and its body parser, which mark the client's errors with a 4xx status. */
function fromBodyParser(error: unknown): ApiError | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const { status, type } = error as Error & { status: unknown; type?: string };
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  return new ApiError(bodyParserCodes[type ?? ''] ?? 'malformed_request');
}
