import type { ErrorRequestHandler, RequestHandler, Router } from 'express';
import type { Logger } from '../logger.ts';
import { BadRequest, HttpError, NotFound, Unavailable } from './errors.ts';
import { isTransient } from './transient.ts';

/** What somebody else answers too: the API's parts, and Stripe. */
const areaOf = (path: string) => /^\/(?:api\/[^/]+|v1)(?=\/|$)/.exec(path)?.[0];

/**
 * What no route has taken. An address can pass from one container to another while both start again, so who looks for
 * another service may get here; that must not sound as if there were no such order or product.
 */
export function notFound(routes: Router[]): RequestHandler {
  const own = new Set(routes.flatMap(({ stack }) => stack.map(({ route }) => areaOf(route?.path ?? ''))));
  return (req) => {
    const area = areaOf(req.path);
    if (area && !own.has(area)) throw new Unavailable(`${area} is not answered here; try again shortly`);
    throw new NotFound(`There is no ${req.method} ${req.path}`);
  };
}

/** The last middleware: every error as `{errors: [{message, field?}]}`; what is not for the caller is only logged. */
export const errorHandler =
  (log: Logger): ErrorRequestHandler =>
  (error, req, res, next) => {
    if (res.headersSent) return next(error);
    const answer = toHttpError(error);
    if (answer.status >= 500) log.error({ err: error, method: req.method, path: req.path }, 'request failed');
    res.set(answer.headers).status(answer.status).json({ errors: answer.faults });
  };

function toHttpError(error: unknown): HttpError {
  if (error instanceof HttpError) return error;
  if (isTransient(error)) return new Unavailable();
  return fromBodyParser(error) ?? new HttpError(500, 'Something went wrong on our side');
}

const bodyFaults: Record<string, string> = {
  'entity.parse.failed': 'The body is not valid JSON',
  'entity.too.large': 'The body is too large',
  'charset.unsupported': 'The body must be in UTF-8',
  'encoding.unsupported': 'The body has a content encoding that is not supported',
};

/** Express and its body parser mark what the caller did wrong with a 4xx status. */
function fromBodyParser(error: unknown): HttpError | undefined {
  if (!(error instanceof Error) || !('status' in error)) return undefined;
  const { status, type } = error as Error & { status: unknown; type?: string };
  if (typeof status !== 'number' || status < 400 || status > 499) return undefined;
  return new BadRequest(bodyFaults[type ?? ''] ?? 'The request is malformed');
}
