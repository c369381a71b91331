import { setTimeout as sleep } from 'node:timers/promises';

export interface Backoff {
  /** Milliseconds before the second attempt, doubled for each further one, each with 50 % of random jitter either way. */
  minDelayMs: number;
  maxDelayMs: number;
}

export interface RetryOptions extends Backoff {
  /** Attempts in all; without end by default. */
  attempts?: number;
  /** Ends the attempts: the task is not called again, and the signal's reason is thrown. */
  signal?: AbortSignal;
  /** A failure that this returns false for is thrown at once. */
  shouldRetry?: (error: unknown) => boolean;
  onFailedAttempt?: (error: unknown, retryInMs: number) => void;
}

/**
 * Repeats a task with exponential backoff and jitter until it succeeds.
 * @param task gets the number of the attempt, from 1
 * @throws the last failure, or the reason of `signal`
 */
export async function retry<T>(task: (attempt: number) => Promise<T>, options: RetryOptions): Promise<T> {
  const { attempts = Number.POSITIVE_INFINITY, signal } = options;
  const { shouldRetry = () => true, onFailedAttempt } = options;
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await task(attempt);
    } catch (error) {
      if (attempt >= attempts || !shouldRetry(error)) throw error;
      signal?.throwIfAborted();
      const delayMs = backoffMs(attempt, options);
      onFailedAttempt?.(error, Math.round(delayMs));
      // The abort ends the delay, and the next round throws its reason.
      await sleep(delayMs, undefined, { signal }).catch(() => {});
    }
  }
}

/** Milliseconds to wait after a failed attempt, counted from 1; for retries that are stored and outlive the process. */
export const backoffMs = (attempt: number, { minDelayMs, maxDelayMs }: Backoff): number =>
  jitter(Math.min(minDelayMs * 2 ** (attempt - 1), maxDelayMs));

/** A random duration between half of `ms` and one and a half times it, so that instances do not act in step. */
export const jitter = (ms: number): number => ms * (0.5 + Math.random());
