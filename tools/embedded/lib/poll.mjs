import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Calls `check` until it returns something truthy. It depends on no package, because `npm start` and `npm test` use it
 * before any is installed.
 * @template T
 * @param {() => T | Promise<T>} check
 * @param {{intervalMs: number, timeoutMs?: number, signal?: AbortSignal}} options
 * @returns {Promise<T | undefined>} what `check` returned, or undefined when `timeoutMs` ran out
 * @throws the reason of `signal` once it is aborted
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
