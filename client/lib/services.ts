import { cookies } from 'next/headers';
import type { z } from 'zod';

/** The services as this server reaches them: plain HTTP on the network inside, not through the gateway. */
const urls = {
  auth: process.env.AUTH_URL || 'http://auth:3000',
  products: process.env.PRODUCTS_URL || 'http://products:3000',
  cart: process.env.CART_URL || 'http://cart:3000',
  orders: process.env.ORDERS_URL || 'http://orders:3000',
};

const PATIENCE_MS = 3000;

export type Answer<T> =
  | { ok: true; data: T; total: number }
  /** `unavailable`: the service does not answer; `signedOut`: not signed in, or not theirs; `missing`: there is no such thing. */
  | { ok: false; reason: 'unavailable' | 'signedOut' | 'missing' };

/** Asks a service as the visitor, with their session. Never throws: a page says what is missing. */
export async function ask<T>(
  service: keyof typeof urls,
  path: string,
  schema: z.ZodType<T>,
): Promise<Answer<T>> {
  const session = (await cookies()).get('session');
  const headers: Record<string, string> = session ? { cookie: `session=${session.value}` } : {};
  try {
    const response = await twice(() =>
      fetch(urls[service] + path, {
        headers,
        cache: 'no-store',
        redirect: 'error',
        signal: AbortSignal.timeout(PATIENCE_MS),
      }),
    );
    if (response.ok) {
      const total = Number(response.headers.get('x-total-count') ?? 0);
      return { ok: true, data: schema.parse(await response.json()), total };
    }
    await response.body?.cancel();
    if (response.status === 401) return { ok: false, reason: 'signedOut' };
    if (response.status === 404 || response.status === 400) return { ok: false, reason: 'missing' };
    return { ok: false, reason: 'unavailable' };
  } catch (error) {
    console.error(`${service} did not answer ${path}: ${reason(error)}`);
    return { ok: false, reason: 'unavailable' };
  }
}

/** A connection kept from before a service was restarted breaks at its next use; asking again then helps. */
async function twice(call: () => Promise<Response>): Promise<Response> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof DOMException) throw error;
    return call();
  }
}

const reason = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
};
