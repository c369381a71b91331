import type { Request, RequestHandler } from 'express';
import { ApiError } from './errors.ts';
import { placeOf } from './place.ts';
import { type RateLimit, RateLimiter } from './rate-limiter.ts';
import { isSafe } from './safe-methods.ts';

/** Limits of each instance for every route. */
export const defaultLimits = {
  /** A page of the storefront takes up to ten requests. */
  ofUser: {
    requests: { requests: 6000, seconds: 60 },
    unsafeRequests: { requests: 1800, seconds: 60 },
  },
  /**
   * All requests from a place, and the unsafe ones of its guests. A place can be a whole company, or everyone behind a port
   * that Docker publishes.
   */
  ofPlace: {
    requests: { requests: 30_000, seconds: 60 },
    unsafeRequests: { requests: 1800, seconds: 60 },
  },
} as const;

/** An additional limit of one route, which its object declares. */
export interface RouteLimit extends RateLimit {
  /** Name of the requests in messages and in the API document: `payments`. */
  of: string;
}

/**
 * Limits of requests: by signed-in user, else by place. Each instance counts in memory, so that a request costs no
 * database command. Requests from inside the shop have no place: the storefront and other services send them for
 * everybody.
 */
export class FairUse {
  private readonly factor: number;
  private readonly users: Limiters;
  private readonly places: Limiters;

  /** @param factor multiplies all limits, for load tests */
  constructor(factor = 1) {
    this.factor = factor;
    this.users = this.limiters(defaultLimits.ofUser);
    this.places = this.limiters(defaultLimits.ofPlace);
  }

  /** Middleware that answers 429 `too_many_requests` to a place, for all requests, even malformed ones. */
  readonly limitPlaces: RequestHandler = (req, _res, next) => {
    const place = outsidePlaceOf(req);
    if (place) take(this.places.requests, place);
    next();
  };

  /** Middleware that answers 429 `too_many_requests` to a user, or to the guests of a place, once the caller is known. */
  readonly limitCallers: RequestHandler = (req, _res, next) => {
    const { currentUser, method } = req;
    if (currentUser) take(this.users.requests, currentUser.id);
    const caller = isSafe(method) ? undefined : callerOf(req);
    if (caller) take((currentUser ? this.users : this.places).unsafeRequests, caller);
    next();
  };

  /** Middleware for the limit of one route. */
  limitRoute(limit: RouteLimit): RequestHandler {
    const limiter = this.limiter(limit);
    return (req, _res, next) => {
      const caller = callerOf(req);
      if (caller) take(limiter, caller, `Too many ${limit.of}. Try again later.`);
      next();
    };
  }

  private limiters({ requests, unsafeRequests }: Record<keyof Limiters, RateLimit>): Limiters {
    return { requests: this.limiter(requests), unsafeRequests: this.limiter(unsafeRequests) };
  }

  private limiter({ requests, seconds }: RateLimit): RateLimiter {
    return new RateLimiter({ requests: requests * this.factor, seconds });
  }
}

interface Limiters {
  requests: RateLimiter;
  unsafeRequests: RateLimiter;
}

/** @throws ApiError `too_many_requests` */
function take(limiter: RateLimiter, caller: string, message?: string): void {
  const waitMs = limiter.take(caller, performance.now());
  if (waitMs > 0)
    throw new ApiError('too_many_requests', { message, retryAfterSeconds: Math.ceil(waitMs / 1000) });
}

/** Returns undefined for a request from inside the shop that is sent for no user. */
const callerOf = (req: Request): string | undefined => req.currentUser?.id ?? outsidePlaceOf(req);

/** Returns undefined for a request from inside the shop. */
const outsidePlaceOf = (req: Request): string | undefined => (isInside(req) ? undefined : placeOf(req.ip));

/** Gateways add this header to every request, so that one without it comes from a service or from the storefront. */
function isInside({ headers, app, socket }: Request): boolean {
  if (headers['x-forwarded-for'] !== undefined) return false;
  const isTrusted: (address: string | undefined, hop: number) => boolean = app.get('trust proxy fn');
  return isTrusted(socket.remoteAddress, 0);
}
