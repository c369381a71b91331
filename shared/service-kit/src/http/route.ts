import type { ErrorCode, SessionUser } from '@ecommerce/contracts';
import type { Request, Response } from 'express';
import type { z } from 'zod';
import type { ApiError } from './errors.ts';

/**
 * Who may call a route: anyone, anyone with more for signed-in callers, or signed-in callers only. Handlers check ownership
 * (`assertOwner`).
 */
export type Access = 'public' | 'optionalSession' | 'signedIn';

type Schema = z.ZodType | undefined;
type Parsed<S extends Schema> = S extends z.ZodType ? z.infer<S> : undefined;

/** A handler's input: the parsed parts of the request, and the caller. */
export interface RouteInput<A extends Access, P, Q, H, B> {
  params: P;
  query: Q;
  /** By their names in lower case. */
  headers: H;
  body: B;
  user: A extends 'signedIn' ? SessionUser : SessionUser | undefined;
  req: Request;
  res: Response;
}

/** The success answer of a route. */
export interface Answer<T extends z.ZodType = z.ZodType> {
  status: 200 | 201;
  description: string;
  schema: T;
  example: z.input<T>;
  /** Response headers: of a page of a list, or those that set the session cookie. */
  headers?: 'page' | 'session';
}

interface RouteInfo<Deps> {
  operationId: string;
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
  access: Access;
  summary: string;
  description?: string;
  /** An example of the body. */
  bodyExample?: object;
  /** True where a request without a body has a meaning of its own. */
  bodyIsOptional?: boolean;
  /** Other content types of the body, by name, for the API document. */
  otherBodies?: Record<string, z.ZodType>;
  /** Errors of this route beside those every route can answer; their examples in the API document. */
  errors: (ErrorCode | ApiError)[];
  /** Cleans up after a request that failed at any step, which may have left nothing to clean up. */
  onError?(req: Request, deps: Deps): void;
}

/** A step before the query, headers and body are parsed: a check that must come first, or a reader of other bodies. */
type Step<A extends Access, P, Deps> = (
  input: Pick<RouteInput<A, P, never, never, never>, 'params' | 'user' | 'req'>,
  deps: Deps,
) => Promise<void>;

/** A route as one object: what it is called, who may call it, its schemas, examples, errors and handler. */
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
 * The function that declares the routes of one service; the handler's input and result are checked against the schemas.
 * `Deps` is what handlers use, made in `service.ts`.
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
      /** In order, each after the one before it. */
      before?: Step<A, Parsed<P>, Deps>[];
      handler(
        input: RouteInput<A, Parsed<P>, Parsed<Q>, Parsed<H>, Parsed<B>>,
        deps: Deps,
      ): Promise<z.input<T>> | z.input<T>;
    },
  ): Route<Deps> =>
    route;
