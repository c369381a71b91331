import type { OrderStatus } from '@ecommerce/contracts';
import { formatDuration } from '../src/format-duration.ts';
import { nextCheckAt } from '../src/order-expiry.ts';

const DAY_S = 86_400;
const createdAt = new Date('2026-01-05T09:30:00.000Z');

/** Returns after how many seconds of an order's life it is checked again. @param ageSeconds its age now */
function nextCheck(ageSeconds: number, lifetimeSeconds = DAY_S, status: OrderStatus = 'Created') {
  const clock = { now: () => new Date(createdAt.getTime() + ageSeconds * 1000) };
  const at = nextCheckAt({ status, createdAt }, lifetimeSeconds, clock);
  return at && (at.getTime() - createdAt.getTime()) / 1000;
}

describe('the next check of an order', () => {
  it('is after ten minutes, then a minute after the end of its time', () => {
    expect([0, 599, 600, DAY_S].map((age) => nextCheck(age))).toEqual([600, 600, DAY_S + 60, DAY_S + 60]);
  });

  it('is only at the end of a short time, with a tenth of it in addition', () => {
    expect([0, 100].map((age) => nextCheck(age, 100))).toEqual([110, 110]);
  });

  it('is the same for a declined order', () => {
    expect(nextCheck(0, DAY_S, 'AwaitingPayment')).toBe(600);
  });

  it.each<OrderStatus>(['Complete', 'Cancelled'])('does not exist for an order that is %s', (status) => {
    expect(nextCheck(0, DAY_S, status)).toBeNull();
  });

  it('stays the same when the clock is set back', () => {
    expect(nextCheck(-3600)).toBe(600);
  });
});

describe('formatDuration', () => {
  it.each([
    [86_400, '24 hours'],
    [3600, '1 hour'],
    [5400, '90 minutes'],
    [60, '1 minute'],
    [61, '61 seconds'],
    [1, '1 second'],
  ])('formats %i seconds as "%s"', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});
