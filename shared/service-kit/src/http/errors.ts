import type { ErrorDetail } from '@ecommerce/contracts';
import { type ErrorCode, errorCatalog } from '@ecommerce/contracts/error-codes';

interface Options {
  /** What a person reads; the catalog's sentence by default. */
  message?: string;
  /** The field of the request that the error is about. */
  field?: string;
  /** Seconds until a retry makes sense; where the status asks for one, there is a default. */
  retryAfterSeconds?: number;
}

const RETRY_AFTER_SECONDS: Record<number, number> = { 409: 1, 429: 1, 503: 2 };

/** An error for the caller: a code of the catalog, which decides the status, and what a person reads. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly errors: ErrorDetail[];
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, options: Options = {}) {
    const { status, message: text } = errorCatalog[code];
    const { message = text, field, retryAfterSeconds = RETRY_AFTER_SECONDS[status] } = options;
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.errors = [{ code, message, ...(field && { field }) }];
    this.headers = retryAfterSeconds ? { 'Retry-After': String(retryAfterSeconds) } : {};
  }

  /** Several errors at once, as validation finds them; the first decides the status. */
  static of(errors: [ErrorDetail, ...ErrorDetail[]]): ApiError {
    const error = new ApiError(errors[0].code, { message: errors.map(({ message }) => message).join('; ') });
    error.errors.splice(0, 1, ...errors);
    return error;
  }
}

/** True for an error that says a dependency is unavailable. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof ApiError && errorCatalog[error.code].status === 503;
