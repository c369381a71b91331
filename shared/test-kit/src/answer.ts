import type { ApiResult } from '@ecommerce/api-client';

/** The parts of a response that tests compare. */
export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the body that it expects
  body: any;
  /** Seconds, from the header `Retry-After`. */
  retryAfter?: number;
}

/** Converts the result of a call, to compare a response as a whole. */
export async function answerOf(call: Promise<ApiResult<unknown>>): Promise<Answer> {
  const { data, error, response } = await call;
  const retryAfter = response.headers.get('retry-after');
  return {
    status: response.status,
    body: error ?? data,
    ...(retryAfter && { retryAfter: Number(retryAfter) }),
  };
}

/** Returns the data of a response. @throws Error if the response has another status */
export async function must<Data>(status: number, call: Promise<ApiResult<Data>>): Promise<Data> {
  const { data, error, response } = await call;
  if (response.status === status && data !== undefined) return data;
  throw new Error(
    `${response.url}: expected ${status}, got ${response.status} ${JSON.stringify(error ?? data)}`,
  );
}
