import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Repeats `check` until it neither throws nor returns false.
 * @param seconds time limit against hanging, not an expected duration
 * @throws the last error
 */
export async function eventually<T>(check: () => T | Promise<T>, seconds = 60): Promise<T> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      const result = await check();
      if (result === false) throw new Error('still false');
      return result;
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(25);
    }
  }
}
