import type { Clock } from '@ecommerce/service-kit/domain';
import type { OrderPayment } from './order-payment.ts';

/** The field with the time of the next charge or refund attempt. */
type Schedule = Pick<OrderPayment, 'due'>;

/** Longer than a call to Stripe, so that a started charge or refund has only one owner. */
const LEASE_MS = 13_000;

/** Stored as `due`; only this file uses that name. */
export const nextAttemptAt = ({ due }: Schedule): Date | null => due;

export const noAttempt: Schedule = { due: null };

export const attemptIn = (ms: number, clock: Clock): Schedule => ({
  due: new Date(clock.now().getTime() + ms),
});

export const leaseExpiry = (clock: Clock): Schedule => attemptIn(LEASE_MS, clock);

export const isDue = ({ due }: Schedule, clock: Clock): boolean => due !== null && due <= clock.now();

/** Matches payments with a scheduled attempt. */
export const scheduledFilter = { due: { $ne: null } };
