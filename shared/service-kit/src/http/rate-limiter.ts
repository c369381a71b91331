/** At most `requests` at once, and then as many as fit into `seconds`. */
export interface RateLimit {
  requests: number;
  seconds: number;
}

/** Keys that are remembered; others count as unseen. Bounds the memory of a limiter to a few MB. */
const MAX_KEYS = 20_000;

/**
 * Rate limiter in memory, by the generic cell rate algorithm (https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm). It
 * keeps one number per key, and forgets the keys that were not used for the longest time.
 */
export class RateLimiter {
  private readonly windowMs: number;
  private readonly intervalMs: number;
  private readonly maxKeys: number;
  /** Time in milliseconds at which each key has all its requests back, least recently used key first. */
  private readonly restoredAt = new Map<string, number>();

  constructor({ requests, seconds }: RateLimit, maxKeys = MAX_KEYS) {
    this.windowMs = seconds * 1000;
    this.intervalMs = this.windowMs / requests;
    this.maxKeys = maxKeys;
  }

  /**
   * Takes one request of a key.
   * @param nowMs time that only goes forward, as of `performance.now()`
   * @returns 0, or the milliseconds until a request is accepted if this one is not
   */
  take(key: string, nowMs: number): number {
    const restoredAt = Math.max(this.restoredAt.get(key) ?? 0, nowMs) + this.intervalMs;
    const waitMs = restoredAt - nowMs - this.windowMs;
    // Rounding errors of a fraction must not cost the last request.
    if (waitMs > 1e-6) return waitMs;
    this.restoredAt.delete(key);
    this.restoredAt.set(key, restoredAt);
    if (this.restoredAt.size > this.maxKeys) this.forgetOldest();
    return 0;
  }

  private forgetOldest(): void {
    const [oldest] = this.restoredAt.keys();
    if (oldest !== undefined) this.restoredAt.delete(oldest);
  }
}
