import type { Clock } from '@ecommerce/service-kit/runtime';

/** The system's clock, which a test can set forward. Timers do not follow it. */
export class FakeClock implements Clock {
  private aheadMs = 0;

  now(): Date {
    return new Date(Date.now() + this.aheadMs);
  }

  advance(seconds: number): void {
    this.aheadMs += seconds * 1000;
  }
}
