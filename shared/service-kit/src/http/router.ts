import { isDeepStrictEqual } from 'node:util';
import type { ErrorCode } from '@ecommerce/contracts';
import { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import type { z } from 'zod';
import { allowCaching } from './cache-control.ts';
import { toApiError } from './error-handler.ts';
import { FairUse } from './fair-use.ts';
import { allowedMethods, answerOtherMethods } from './methods.ts';
import type { Access, Route } from './route.ts';
import type { Sessions } from './session.ts';
import { bodyOf, parse } from './validation.ts';

/** Errors that any route can answer: from Express, from validation, from limits, from a dependency. */
const commonErrors: ErrorCode[] = [
  'malformed_request',
  'invalid_json',
  'body_too_large',
  'unsupported_charset',
  'unsupported_encoding',
  'unsupported_media_type',
  'required',
  'invalid_value',
  'unknown_field',
  'too_many_requests',
  'internal_error',
  'unavailable',
];

/**
 * Creates a router for routes.
 * @param deps dependencies passed to the handlers
 * @param sessions identifies the callers
 * @param checkAnswers for tests: answers 500 when an answer does not match its route's schema or declared errors
 * @param fairUse limits the requests of callers
 */
export function createRouter<Deps>(
  routes: Route<Deps>[],
  deps: Deps,
  sessions: Sessions,
  checkAnswers = false,
  fairUse: FairUse = new FairUse(),
): Router {
  const identify: Record<Access, RequestHandler[]> = {
    public: [],
    optionalSession: [sessions.optional],
    signedIn: [sessions.required],
  };
  const router = Router();
  for (const route of routes)
    router[route.method](
      route.path,
      ...identify[route.access],
      allowCaching(route),
      fairUse.limitCallers,
      ...(route.limit ? [fairUse.limitRoute(route.limit)] : []),
      respond(route, deps, sessions, checkAnswers),
      cleanUp(route, deps),
      ...(checkAnswers ? [rejectUndeclared(route)] : []),
    );
  for (const [path, allow] of allowedMethods(routes)) router.all(path, answerOtherMethods(allow));
  return router;
}

/** Runs the steps, validates the request, calls the handler and sends its result. */
const respond =
  <Deps>(route: Route<Deps>, deps: Deps, sessions: Sessions, checkAnswers: boolean): RequestHandler =>
  async (req, res) => {
    const { query, headers, body, answer, access, before = [] } = route;
    const params = route.params && parse(route.params, req.params);
    const { currentUser: user } = req;
    for (const step of before) await step({ params, user, req }, deps);
    if (access === 'signedIn' && before.length > 0) sessions.assertNotEnded(req);
    const input = {
      params,
      query: query && parse(query, req.query),
      headers: headers && parse(headers, req.headers),
      body: body && parse(body, bodyOf(req)),
      user,
      req,
      res,
    };
    const result = await route.handler(input, deps);
    if (checkAnswers) assertMatchesSchema(answer.schema, result);
    res.status(answer.status).json(result);
  };

/** @throws Error when an answer does not match its schema, or has fields unknown to it */
function assertMatchesSchema(schema: z.ZodType, result: unknown): void {
  const sent: unknown = JSON.parse(JSON.stringify(result));
  if (!isDeepStrictEqual(schema.parse(sent), sent))
    throw new Error(`the answer has unknown fields: ${JSON.stringify(sent)}`);
}

const cleanUp =
  <Deps>(route: Route<Deps>, deps: Deps): ErrorRequestHandler =>
  (error, req, _res, next) => {
    route.onError?.(req, deps);
    next(error);
  };

function rejectUndeclared<Deps>({ errors, access, operationId }: Route<Deps>): ErrorRequestHandler {
  const declared = new Set<ErrorCode>([
    ...commonErrors,
    ...(access === 'signedIn' ? (['not_signed_in'] as const) : []),
    ...errors.map((error) => (typeof error === 'string' ? error : error.code)),
  ]);
  return (error, _req, _res, next) => {
    const undeclared = toApiError(error).errors.find(({ code }) => !declared.has(code));
    next(undeclared ? new Error(`${operationId} does not declare the error ${undeclared.code}`) : error);
  };
}
