import { ApiError } from '@ecommerce/service-kit/http';
import { RateLimiterMemory } from 'rate-limiter-flexible';

const WINDOW_SECONDS = 15 * 60;

/**
 * Rate limit for wrong passwords. Each instance counts in memory, which bounds guessing without a shared store. A key
 * identifies a client and an account.
 */
export class GuessLimiter {
  private readonly limiter: RateLimiterMemory;

  /** @param limit wrong passwords per key within 15 minutes */
  constructor(limit: number) {
    this.limiter = new RateLimiterMemory({ points: limit, duration: WINDOW_SECONDS });
  }

  /** @throws ApiError `too_many_attempts` when the limit is reached */
  async check(key: string): Promise<void> {
    const guesses = await this.limiter.get(key);
    if (!guesses || guesses.consumedPoints < this.limiter.points) return;
    throw new ApiError('too_many_attempts', { retryAfterSeconds: Math.ceil(guesses.msBeforeNext / 1000) });
  }

  /** Counts a wrong password. */
  async count(key: string): Promise<void> {
    await this.limiter.penalty(key);
  }

  /** Resets the count after a correct password. */
  async clear(key: string): Promise<void> {
    await this.limiter.delete(key);
  }
}
