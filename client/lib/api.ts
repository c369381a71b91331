import type { ErrorBody } from '@ecommerce/contracts';

export type ErrorDetail = Pick<ErrorBody['errors'][number], 'message' | 'field'>;
export type Outcome<T> = { ok: true; data: T } | { ok: false; status: number; errors: ErrorDetail[] };

const NO_ANSWER = 'The shop did not answer. Check your connection and try again.';

/** Calls the API from the browser; never throws. What comes is typed by the contract that the caller names. */
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
    const answer = await response.json().catch(() => null);
    return response.ok && answer !== null
      ? { ok: true, data: answer as T }
      : refusal(response.status, answer);
  } catch {
    return { ok: false, status: 0, errors: [{ message: NO_ANSWER }] };
  }
}

export function refusal(
  status: number,
  answer: unknown,
): { ok: false; status: number; errors: ErrorDetail[] } {
  const errors = (answer as Partial<ErrorBody> | null)?.errors;
  if (Array.isArray(errors) && errors.length > 0) return { ok: false, status, errors };
  const message =
    status >= 500 || status === 404
      ? 'This part of the shop is taking a short break. Nothing was changed; try again in a moment.'
      : NO_ANSWER;
  return { ok: false, status, errors: [{ message }] };
}

/** An error as a sentence: those about a field begin with a verb. */
export function sentence({ message, field }: ErrorDetail): string {
  const text = /^(must|is|should)\b/.test(message) && field ? `${field} ${message}` : message;
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
