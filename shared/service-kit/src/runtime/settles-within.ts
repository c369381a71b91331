import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits for a task, but no longer than `ms` milliseconds; the task goes on.
 * @returns whether it was done in time, without a failure
 */
export const settlesWithin = (task: Promise<unknown>, ms: number): Promise<boolean> =>
  Promise.race([
    task.then(
      () => true,
      () => false,
    ),
    sleep(ms, false, { ref: false }),
  ]);
