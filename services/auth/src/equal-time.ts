import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Performs a task and returns at a multiple of a time, so that its duration does not tell what it did.
 * @param stepMs longer than the task usually takes
 */
export async function inEqualTime<T>(stepMs: number, task: () => Promise<T>): Promise<T> {
  const begin = performance.now();
  try {
    return await task();
  } finally {
    await sleep(stepMs - ((performance.now() - begin) % stepMs));
  }
}
