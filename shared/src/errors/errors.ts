export interface Fault {
  message: string;
  field?: string;
}

/** An error whose text is meant for the caller. */
export class HttpError extends Error {
  readonly status: number;
  readonly faults: Fault[];
  readonly headers: Record<string, string>;

  constructor(status: number, faults: string | Fault[], headers: Record<string, string> = {}) {
    const list = typeof faults === 'string' ? [{ message: faults }] : faults;
    super(list.map((fault) => fault.message).join('; '));
    this.name = new.target.name;
    this.status = status;
    this.faults = list;
    this.headers = headers;
  }
}

/** 400: bad input, or a rule of the business. */
export class BadRequest extends HttpError {
  constructor(message: string, field?: string) {
    super(400, [field ? { message, field } : { message }]);
  }
}

/** 401: not signed in, or not the caller's own. */
export class NotAuthorized extends HttpError {
  constructor(message = 'Sign in first') {
    super(401, message);
  }
}

export class NotFound extends HttpError {
  constructor(message = 'There is nothing here') {
    super(404, message);
  }
}

/** 429. `retryAfter` in seconds. */
export class TooManyRequests extends HttpError {
  constructor(message: string, retryAfter = 1) {
    super(429, message, { 'Retry-After': String(retryAfter) });
  }
}

/** 503: a dependency is away. `retryAfter` in seconds. */
export class Unavailable extends HttpError {
  constructor(message = 'A part of the shop is away for a moment; try again shortly', retryAfter = 2) {
    super(503, message, { 'Retry-After': String(retryAfter) });
  }
}
