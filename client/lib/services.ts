import { type ApiClient, type ApiResult, createApiClient } from '@ecommerce/api-client';
import { ErrorBody } from '@ecommerce/contracts';
import { headers } from 'next/headers';
import type { z } from 'zod';
import { baseUrl, TIMEOUT_MS } from './service-urls';
import { requestSessionCookie } from './session-cookie';

declare global {
  /** Renders whose reads serve/page-cache.mjs records, by the request's `x-render-id`. */
  var recordedRenders: Map<string, { fetch(url: string, init: RequestInit): Promise<Response> }> | undefined;
}

export type ReadResult<T> =
  | { ok: true; data: T; total: number }
  | { ok: false; reason: 'notSignedIn' | 'notOwner' | 'notFound' | 'unavailable' };

/**
 * Reads from a service with the visitor's session. Never throws, so a page can say which part is unavailable.
 *
 * @param call must send one request with the given client
 * @returns the data, and `total`, the number of entries on all pages of a list
 */
export async function read<T>(
  call: (api: ApiClient) => Promise<ApiResult<NoInfer<T>>>,
  schema: z.ZodType<T>,
): Promise<ReadResult<T>> {
  const cookie = await requestSessionCookie();
  const reads = globalThis.recordedRenders?.get((await headers()).get('x-render-id') ?? '') ?? globalThis;
  let requested = '';
  const fetch = ({ url }: Request) => {
    requested = url;
    return retryOnce(() =>
      reads.fetch(url, {
        headers: cookie ? { cookie } : {},
        cache: 'no-store',
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }),
    );
  };
  try {
    const { data, error, response } = await call(createApiClient({ baseUrl, fetch }));
    if (!response.ok) return { ok: false, reason: failureReason(response.status, error) };
    const total = Number(response.headers.get('x-total-count') ?? 0);
    return { ok: true, data: schema.parse(data), total };
  } catch (error) {
    const reason = error instanceof Error ? (error.cause ?? error) : error;
    console.error(`failed to read ${requested}: ${reason}`);
    return { ok: false, reason: 'unavailable' };
  }
}

function failureReason(status: number, body: unknown) {
  if (status === 404 || status === 400) return 'notFound';
  if (status !== 401) return 'unavailable';
  const code = ErrorBody.safeParse(body).data?.errors[0]?.code;
  return code === 'not_owner' ? 'notOwner' : 'notSignedIn';
}

/** After a service restarts, the next use of a keep-alive connection fails and a second attempt succeeds. */
const retryOnce = (call: () => Promise<Response>): Promise<Response> =>
  call().catch((error) => {
    if (error instanceof DOMException) throw error;
    return call();
  });
