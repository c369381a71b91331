import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for a task for at most `ms` milliseconds; the task continues.
 * @returns whether it succeeded in time
 */
export const settlesWithin = (task: Promise<unknown>, ms: number): Promise<boolean> =>
  Promise.race([
    task.then(
      () => true,
      () => false,
    ),
    sleep(ms, false, { ref: false }),
  ]);
