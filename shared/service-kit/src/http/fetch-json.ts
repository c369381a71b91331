import { ErrorBody } from '@ecommerce/contracts';
import type { ErrorCode } from '@ecommerce/contracts/error-codes';
import type { z } from 'zod';
import { currentTraceparent } from '../observability/log-context.ts';
import { ApiError } from './errors.ts';

interface RequestOptions {
  /** Cookie of the caller, to send the request in their session. */
  cookie?: string | undefined;
  headers?: Record<string, string>;
  /** Timeout in milliseconds; 3000 by default. */
  timeoutMs?: number;
}

interface Options extends RequestOptions {
  /** Error code for a 404. */
  notFound?: ErrorCode;
}

/**
 * Sends a GET request to another service of the shop.
 * @throws ApiError `notFound` for a 404, `not_signed_in` or `not_owner` for a 401, `unavailable` for a timeout or any
 *   other answer
 */
export async function fetchJson<T extends z.ZodType>(
  url: string,
  schema: T,
  { notFound = 'not_found', ...options }: Options = {},
): Promise<z.infer<T>> {
  const response = await fetchResponse(url, options);
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

/** Sends a GET request to another service of the shop. @throws ApiError `unavailable` without a response in time */
export async function fetchResponse(
  url: string,
  { cookie, headers, timeoutMs = 3000 }: RequestOptions,
): Promise<Response> {
  const sent = { traceparent: currentTraceparent(), ...(cookie && { cookie }), ...headers };
  try {
    return await fetch(url, { headers: sent, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  } catch {
    throw new ApiError('unavailable');
  }
}
