import type { ErrorCode, SessionUser } from '@ecommerce/contracts';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { ApiError } from './errors.ts';
import type { RouteLimit } from './fair-use.ts';

/**
 * Access to a route: for anyone, for anyone with more for signed-in callers, or for signed-in callers only. Handlers
 * check ownership (`assertOwner`).
 */
export type Access = 'public' | 'optionalSession' | 'signedIn';

type Schema = z.ZodType | undefined;
type Parsed<S extends Schema> = S extends z.ZodType ? z.infer<S> : undefined;

/** Input of a handler: the parsed parts of the request, and the caller. */
export interface RouteInput<A extends Access, P, Q, H, B> {
  params: P;
  query: Q;
  /** Headers by lower-case name. */
  headers: H;
  body: B;
  user: A extends 'signedIn' ? SessionUser : SessionUser | undefined;
  req: Request;
  res: Response;
}

/** Success answer of a route. */
export interface Answer<T extends z.ZodType = z.ZodType> {
  status: 200 | 201;
  description: string;
  schema: T;
  example: z.input<T>;
  /** Additional response headers: those of a list page, or those that set the session cookie. */
  headers?: 'page' | 'session';
}

interface RouteInfo<Deps> {
  operationId: string;
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  access: Access;
  summary: string;
  description?: string;
  /** Limit of each instance for a signed-in user, else for a place, in addition to those of every route. */
  limit?: RouteLimit;
  bodyExample?: object;
  /** Whether a request without a body is valid too. */
  bodyIsOptional?: boolean;
  /** Schemas of other content types of the body, for the API document. */
  otherBodies?: Record<string, z.ZodType>;
  /** Errors in addition to those of every route; the API document shows them as examples. */
  errors: (ErrorCode | ApiError)[];
  /** Cleans up after a request that failed at any step, even if it has left nothing to clean up. */
  onError?(req: Request, deps: Deps): void;
}

/** Step that runs before query, headers and body are parsed: an early check, or a parser of other content types. */
type Step<A extends Access, P, Deps> = (
  input: Pick<RouteInput<A, P, never, never, never>, 'params' | 'user' | 'req'>,
  deps: Deps,
) => Promise<void>;

/** Route as one object: its name, access, schemas, examples, errors and handler. */
export interface Route<Deps> extends RouteInfo<Deps> {
  params?: z.ZodType;
  query?: z.ZodType;
  headers?: z.ZodType;
  body?: z.ZodType;
  answer: Answer;
  // biome-ignore lint/suspicious/noExplicitAny: a list holds routes of every input
  before?: Step<any, any, Deps>[];
  // biome-ignore lint/suspicious/noExplicitAny: a list holds routes of every input
  handler(input: RouteInput<any, any, any, any, any>, deps: Deps): unknown;
}

/**
 * Returns the function that declares the routes of a service; types check each handler against its schemas. `Deps` are
 * the dependencies of the handlers, created in `service.ts`.
 */
export const routeFactory =
  <Deps>() =>
  <
    A extends Access,
    T extends z.ZodType,
    P extends Schema = undefined,
    Q extends Schema = undefined,
    H extends Schema = undefined,
    B extends Schema = undefined,
  >(
    route: RouteInfo<Deps> & {
      access: A;
      params?: P;
      query?: Q;
      headers?: H;
      body?: B;
      answer: Answer<T>;
      /** Steps to run one after another. */
      before?: Step<A, Parsed<P>, Deps>[];
      handler(
        input: RouteInput<A, Parsed<P>, Parsed<Q>, Parsed<H>, Parsed<B>>,
        deps: Deps,
      ): Promise<z.input<T>> | z.input<T>;
    },
  ): Route<Deps> =>
    route;
