import { ErrorBody } from '@ecommerce/contracts';
import type { ErrorCode } from '@ecommerce/contracts/error-codes';
import type { z } from 'zod';
import { currentTraceparent } from '../observability/log-context.ts';
import { ApiError } from './errors.ts';

interface Options {
  /** Cookie of the caller, to send the request in their session. */
  cookie?: string;
  /** Error code for a 404. */
  notFound?: ErrorCode;
  /** Timeout in milliseconds; 3000 by default. */
  timeoutMs?: number;
}

/**
 * Sends a GET request to another service of the shop.
 * @throws ApiError `notFound` for a 404, `not_signed_in` or `not_owner` for a 401, `unavailable` for a timeout or any
 *   other answer
 */
export async function fetchJson<T extends z.ZodType>(
  url: string,
  schema: T,
  { cookie, notFound = 'not_found', timeoutMs = 3000 }: Options = {},
): Promise<z.infer<T>> {
  const response = await request(url, cookie, timeoutMs);
  const body: unknown = await response.json().catch(() => undefined);
  if (response.status === 404) throw new ApiError(notFound);
  if (response.status === 401) throw unauthorized(body);
  const result = schema.safeParse(response.ok ? body : undefined);
  if (!result.success) throw new ApiError('unavailable');
  return result.data;
}

function unauthorized(body: unknown): ApiError {
  const [error] = ErrorBody.safeParse(body).data?.errors ?? [];
  return new ApiError(error?.code === 'not_signed_in' ? error.code : 'not_owner', {
    message: error?.message,
  });
}

async function request(url: string, cookie: string | undefined, timeoutMs: number): Promise<Response> {
  const headers = { traceparent: currentTraceparent(), ...(cookie && { cookie }) };
  try {
    return await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  } catch {
    throw new ApiError('unavailable');
  }
}
