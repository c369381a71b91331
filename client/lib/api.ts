import type { ErrorBody, ErrorCode, ErrorDetail } from '@ecommerce/contracts';

/** A failed call. `status` is 0 if no response arrived. */
export interface Failure {
  ok: false;
  status: number;
  errors: ErrorDetail[];
}
export type Outcome<T> = { ok: true; data: T } | Failure;

/** Calls the API from the browser. Never throws. The caller passes the contract's type of the response as `T`. */
export async function api<T>(
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
): Promise<Outcome<T>> {
  try {
    const response = await fetch(`/api${path}`, {
      method,
      headers: body === undefined ? headers : { 'content-type': 'application/json', ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      cache: 'no-store',
    });
    return toOutcome(response.status, await response.json().catch(() => null));
  } catch {
    return toOutcome(0, null);
  }
}

/** @param body the parsed body; null if there is none or it is not JSON */
export function toOutcome<T>(status: number, body: unknown): Outcome<T> {
  if (status >= 200 && status < 300 && body !== null) return { ok: true, data: body as T };
  const errors = (body as Partial<ErrorBody> | null)?.errors;
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
