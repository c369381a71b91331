import { type ApiResult, createApiClient } from '@ecommerce/api-client';
import type { ErrorBody, ErrorCode, ErrorDetail } from '@ecommerce/contracts';

/** A failed call. `status` is 0 if no response arrived. */
export interface Failure {
  ok: false;
  status: number;
  errors: ErrorDetail[];
  /** When the API asks for a pause. */
  retryAfterSeconds?: number;
}
export type Outcome<T> = { ok: true; data: T } | Failure;

/** Calls the API from the browser. */
export const api = createApiClient({ cache: 'no-store' });

/** Converts the result of a call: `await outcomeOf(api.GET('/api/cart'))`. Never throws. */
export async function outcomeOf<T>(call: Promise<ApiResult<T>>): Promise<Outcome<T>> {
  try {
    const { data, error, response } = await call;
    const outcome = toOutcome<T>(response.status, data ?? error);
    const retryAfterSeconds = Number(response.headers.get('retry-after'));
    return outcome.ok || !(retryAfterSeconds > 0) ? outcome : { ...outcome, retryAfterSeconds };
  } catch {
    return toOutcome(0, null);
  }
}

/** @param body the parsed body; null or undefined if there is none */
export function toOutcome<T>(status: number, body: unknown): Outcome<T> {
  if (status >= 200 && status < 300 && body) return { ok: true, data: body as T };
  const errors = (body as Partial<ErrorBody> | null | undefined)?.errors;
  if (Array.isArray(errors) && errors.length > 0) return { ok: false, status, errors };
  return status >= 500 || status === 404
    ? failure('unavailable', 'The shop is temporarily unavailable. Try again in a moment.', status)
    : failure('unavailable', 'We couldn’t reach the shop. Check your connection and try again.', status);
}

/** A failure with one error that the browser detected. */
export const failure = (code: ErrorCode, message: string, status = 0): Failure => ({
  ok: false,
  status,
  errors: [{ code, message }],
});
