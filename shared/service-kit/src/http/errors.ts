import type { ErrorDetail } from '@ecommerce/contracts';
import { type ErrorCode, errorCatalog } from '@ecommerce/contracts/error-codes';

interface Options {
  /** Message for people; by default the one of the catalog. */
  message?: string;
  /** Field of the request that the error is about. */
  field?: string;
  /** Seconds until a retry makes sense; 409, 429 and 503 have defaults. */
  retryAfterSeconds?: number;
  /** Methods that the path has, for 405. */
  allow?: string;
}

const RETRY_AFTER_SECONDS: Record<number, number> = { 409: 1, 429: 1, 503: 2 };

/** Error for the client: a code of the catalog, which decides the status, and a message for people. */
export class ApiError extends Error {
  readonly code: ErrorCode;
  readonly status: number;
  readonly errors: ErrorDetail[];
  readonly headers: Record<string, string>;

  constructor(code: ErrorCode, options: Options = {}) {
    const { status, message: text } = errorCatalog[code];
    const { message = text, field, retryAfterSeconds = RETRY_AFTER_SECONDS[status], allow } = options;
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.status = status;
    this.errors = [{ code, message, ...(field && { field }) }];
    this.headers = {
      ...(retryAfterSeconds && { 'Retry-After': String(retryAfterSeconds) }),
      ...(allow && { Allow: allow }),
    };
  }

  /** Combines the errors that validation finds; the first one decides the status. */
  static of(errors: [ErrorDetail, ...ErrorDetail[]]): ApiError {
    const error = new ApiError(errors[0].code, { message: errors.map(({ message }) => message).join('; ') });
    error.errors.splice(0, 1, ...errors);
    return error;
  }
}

/** Whether an error reports an unavailable dependency. */
export const isUnavailable = (error: unknown): boolean =>
  error instanceof ApiError && errorCatalog[error.code].status === 503;
