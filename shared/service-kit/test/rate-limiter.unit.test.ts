import { RateLimiter } from '../src/http/rate-limiter.ts';

/** Counts how many of `times` requests are accepted at a time. */
const accepted = (limiter: RateLimiter, key: string, nowMs: number, times: number) =>
  Array.from({ length: times }, () => limiter.take(key, nowMs)).filter((waitMs) => waitMs === 0).length;

describe('RateLimiter', () => {
  it('accepts as many requests at once as its limit, for each key', () => {
    const limiter = new RateLimiter({ requests: 10, seconds: 60 });
    expect(accepted(limiter, 'a', 1000, 15)).toBe(10);
    expect(accepted(limiter, 'b', 1000, 15)).toBe(10);
  });

  it('accepts the next request after its share of the time', () => {
    const limiter = new RateLimiter({ requests: 10, seconds: 60 });
    accepted(limiter, 'a', 1000, 10);
    expect(limiter.take('a', 1000)).toBeCloseTo(6000);
    expect(limiter.take('a', 6999)).toBeCloseTo(1);
    expect(accepted(limiter, 'a', 7000, 5)).toBe(1);
    expect(accepted(limiter, 'a', 67_000, 15)).toBe(10);
  });

  it('lets no rejected request delay the next accepted one', () => {
    const limiter = new RateLimiter({ requests: 1, seconds: 1 });
    limiter.take('a', 0);
    accepted(limiter, 'a', 500, 1000);
    expect(limiter.take('a', 1000)).toBe(0);
  });

  it('forgets the keys that were not used for the longest time', () => {
    const limiter = new RateLimiter({ requests: 2, seconds: 60 }, 4);
    for (const key of ['a', 'b', 'a', 'c']) expect(limiter.take(key, 0)).toBe(0);
    // `a` is known, `b` is not.
    expect(limiter.take('a', 0)).toBeGreaterThan(0);
    expect(accepted(limiter, 'b', 0, 3)).toBe(2);
  });
});
