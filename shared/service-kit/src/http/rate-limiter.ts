/** At most `requests` at once, and then as many as fit into `seconds`. */
export interface RateLimit {
  requests: number;
  seconds: number;
}

/** Keys that are remembered; others count as unseen. Bounds the memory of a limiter to a few MB. */
const MAX_KEYS = 20_000;

/**
 * Rate limiter in memory, by the generic cell rate algorithm (https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm). It
 * keeps one number per key, and forgets keys that were not used for the longest time: those of two generations are known.
 */
export class RateLimiter {
  private readonly windowMs: number;
  private readonly intervalMs: number;
  private readonly maxKeys: number;
  /** Time in milliseconds at which each key has all its requests back. */
  private recent = new Map<string, number>();
  private earlier = new Map<string, number>();

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
    const restoredAt = Math.max(this.recent.get(key) ?? this.earlier.get(key) ?? 0, nowMs) + this.intervalMs;
    const waitMs = restoredAt - nowMs - this.windowMs;
    // Rounding errors of a fraction must not cost the last request.
    if (waitMs > 1e-6) return waitMs;
    this.recent.set(key, restoredAt);
    if (this.recent.size >= this.maxKeys / 2) this.startGeneration();
    return 0;
  }

  /** Cheaper than to remove single keys, of which a `Map` would keep the places. */
  private startGeneration(): void {
    this.earlier = this.recent;
    this.recent = new Map();
  }
}
