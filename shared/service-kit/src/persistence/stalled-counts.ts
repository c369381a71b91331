/** Finds the instances whose heartbeat counts stand still, by the clock of this process alone. */
export class StalledCounts {
  private readonly failedAfterMs: number;
  private readonly maxPauseMs: number;
  /** When the count of each other instance last changed. */
  private readonly seen = new Map<string, { count: number; sinceMs: number }>();
  /** When this instance last saw the counts; while the database is unavailable, none can change. */
  private seenAtMs = 0;

  /**
   * @param failedAfterMs milliseconds after which a count that has not changed stands still
   * @param maxPauseMs milliseconds between two calls, beyond which the time between them does not count
   */
  constructor(failedAfterMs: number, maxPauseMs: number) {
    this.failedAfterMs = failedAfterMs;
    this.maxPauseMs = maxPauseMs;
  }

  /**
   * Returns the instances whose counts stand still. The time in which the database did not answer does not count, because
   * a write of a failed instance can be applied after it.
   */
  among(counts: Record<string, number>): string[] {
    const now = performance.now();
    const hadPause = now - this.seenAtMs > this.maxPauseMs;
    this.seenAtMs = now;
    for (const instance of this.seen.keys()) if (!(instance in counts)) this.seen.delete(instance);
    for (const [instance, count] of Object.entries(counts))
      if (hadPause || this.seen.get(instance)?.count !== count)
        this.seen.set(instance, { count, sinceMs: now });
    return [...this.seen]
      .filter(([, { sinceMs }]) => now - sinceMs > this.failedAfterMs)
      .map(([instance]) => instance);
  }
}
