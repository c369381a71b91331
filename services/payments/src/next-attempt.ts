import type { Clock } from '@ecommerce/service-kit/runtime';
import type { OrderPayment } from './order-payment.ts';

/** The fields that say when the reconciler attempts a charge or a refund. */
type Schedule = Pick<OrderPayment, 'due'>;

/** Longer than a call of Stripe: until then, the process that started a charge or a refund has it to itself. */
const LEASE_MS = 13_000;

/** Stored as `due`, a name that only this file maps. */
export const nextAttemptAt = ({ due }: Schedule): Date | null => due;

export const noAttempt: Schedule = { due: null };

export const attemptIn = (ms: number, clock: Clock): Schedule => ({
  due: new Date(clock.now().getTime() + ms),
});

export const leaseExpiry = (clock: Clock): Schedule => attemptIn(LEASE_MS, clock);

export const isDue = ({ due }: Schedule, clock: Clock): boolean => due !== null && due <= clock.now();

/** Finds the payments with an attempt ahead of them. */
export const scheduledFilter = { due: { $ne: null } };
