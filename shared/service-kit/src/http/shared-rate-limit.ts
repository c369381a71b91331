import type { ErrorCode } from '@ecommerce/contracts';
import type { RateCounters } from '../persistence/rate-counters.ts';
import { ApiError } from './errors.ts';

interface Options {
  /** Name of the limit, unique within the service. */
  name: string;
  /** Attempts per key in one window. */
  limit: number;
  windowSeconds: number;
  /** Error of further attempts. */
  error: ErrorCode;
}

/** A limit on the attempts of one caller, which all instances of a service count together. */
export class SharedRateLimit {
  private readonly counters: RateCounters;
  private readonly options: Options;

  constructor(counters: RateCounters, options: Options) {
    this.counters = counters;
    this.options = options;
  }

  /**
   * Counts one attempt, before its work begins.
   * @param key the caller; stored as it is, so hash personal data first
   * @throws ApiError with the limit's code and the seconds until the window ends
   */
  async take(key: string): Promise<void> {
    const { name, limit, windowSeconds, error } = this.options;
    const { count, resetsInSeconds } = await this.counters.count(`${name}:${key}`, windowSeconds);
    if (count > limit) throw new ApiError(error, { retryAfterSeconds: resetsInSeconds });
  }
}
