import { setTimeout as sleep } from 'node:timers/promises';

export interface Backoff {
  /** Milliseconds before the second attempt, doubled for each further one, with 50 % random jitter either way. */
  minDelayMs: number;
  maxDelayMs: number;
}

export interface RetryOptions extends Backoff {
  /** Maximum number of attempts; unlimited by default. */
  attempts?: number;
  /** Stops the attempts: the task is not called again, and the signal's reason is thrown. */
  signal?: AbortSignal;
  /** Returns false to throw a failure immediately. */
  shouldRetry?: (error: unknown) => boolean;
  onFailedAttempt?: (error: unknown, retryInMs: number) => void;
}

/**
 * Repeats a task with exponential backoff and jitter until it succeeds.
 * @param task receives the number of the attempt, from 1
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
      // An abort ends the delay, and the next round throws its reason.
      await sleep(delayMs, undefined, { signal }).catch(() => {});
    }
  }
}

/**
 * Returns the milliseconds to wait after a failed attempt, counted from 1; for stored retries that outlive the process.
 */
export const backoffMs = (attempt: number, { minDelayMs, maxDelayMs }: Backoff): number =>
  jitter(Math.min(minDelayMs * 2 ** (attempt - 1), maxDelayMs));

/** Returns a random duration from half of `ms` to one and a half times it, so that instances do not act in step. */
export const jitter = (ms: number): number => ms * (0.5 + Math.random());
