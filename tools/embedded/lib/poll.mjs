import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `check` until it returns a truthy value. Uses no npm package, because `npm start` and `npm test` run it before any
 * is installed.
 * @template T
 * @param {() => T | Promise<T>} check
 * @param {{intervalMs: number, timeoutMs?: number, signal?: AbortSignal}} options
 * @returns {Promise<T | undefined>} the value, or undefined after `timeoutMs`
 * @throws the reason of `signal` if it is aborted
 */
export async function poll(check, { intervalMs, timeoutMs = Number.POSITIVE_INFINITY, signal }) {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const result = await check();
    if (result) return result;
    if (Date.now() > deadline) return undefined;
    await sleep(intervalMs, undefined, { signal }).catch(() => signal?.throwIfAborted());
  }
}
