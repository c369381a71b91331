import type { Logger } from '../observability/logger.ts';
import { type Backoff, retry } from './retry.ts';

interface Options extends Backoff {
  /** Stops the attempts. */
  signal: AbortSignal;
  log: Logger;
  /** Logged after each failed attempt. */
  message: string;
}

/** Repeats a task with exponential backoff until it succeeds or is aborted. Never throws. */
export async function untilDone(
  task: () => Promise<unknown>,
  { log, message, ...options }: Options,
): Promise<void> {
  await retry(task, {
    ...options,
    onFailedAttempt: (err, retryInMs) => log.warn({ err, retryInMs }, message),
  }).catch(() => {});
}
