import type { z } from 'zod';
import { currentTraceparent } from '../context.ts';
import { NotAuthorized, NotFound, Unavailable } from '../errors/errors.ts';

interface Options {
  /** The caller's own cookie, to ask in their name. */
  cookie?: string;
  /** Milliseconds; 3000 unless said otherwise. */
  timeoutMs?: number;
}

/**
 * Asks another service of the shop.
 * @throws NotFound or NotAuthorized as it answered; Unavailable when it is away, or answers with anything else
 */
export async function fetchJson<T extends z.ZodType>(
  url: string,
  schema: T,
  { cookie, timeoutMs = 3000 }: Options = {},
): Promise<z.infer<T>> {
  const response = await ask(url, cookie, timeoutMs);
  if (response.status === 404) throw new NotFound();
  if (response.status === 401) throw new NotAuthorized('This is not yours');
  const body: unknown = response.ok ? await response.json().catch(() => undefined) : undefined;
  const result = schema.safeParse(body);
  if (!result.success) throw new Unavailable();
  return result.data;
}

async function ask(url: string, cookie: string | undefined, timeoutMs: number): Promise<Response> {
  const headers = { traceparent: currentTraceparent(), ...(cookie && { cookie }) };
  try {
    return await fetch(url, { headers, signal: AbortSignal.timeout(timeoutMs), redirect: 'error' });
  } catch {
    throw new Unavailable();
  }
}
