import { expiryOf } from '@ecommerce/contracts';
import { type Logger, withTrace } from '@ecommerce/service-kit/observability';
import { type AggregateStore, PendingWork, updateAggregate } from '@ecommerce/service-kit/persistence';
import type { Clock, Worker } from '@ecommerce/service-kit/runtime';
import { expire } from './apply-event.ts';
import { formatDuration } from './format-duration.ts';
import type { Order } from './order.ts';
import { openStatuses } from './order-states.ts';

/**
 * Lets a payment that began in time complete the order. Payments refuses one that begins later. The same time passes
 * after an interruption of messaging, so that an event that waited for its end is handled first.
 */
const MAX_GRACE_MS = 60_000;
/**
 * Until then most buyers have paid. An order that another instance completed is forgotten then, so that the memory of
 * each instance does not grow with the finished orders of a whole lifetime.
 */
const FIRST_CHECK_MS = 10 * 60_000;
const CONCURRENCY = 16;

interface Parts {
  orders: AggregateStore<Order>;
  lifetimeSeconds: number;
  /** Whether the events have been handled that were published up to some milliseconds ago. */
  isCaughtUp(marginMs: number): boolean;
  log: Logger;
}

/** Worker that cancels the orders for which no payment arrived in time, while payments can arrive. */
export const orderExpiry = ({ orders, lifetimeSeconds, isCaughtUp, log }: Parts): Worker =>
  new PendingWork<Order>(orders, {
    dueAt: (order) => nextCheckAt(order, lifetimeSeconds, orders.clock),
    filter: { status: { $in: openStatuses } },
    work: (order) =>
      withTrace(undefined, () => cancel(order, lifetimeSeconds, orders, log), { orderId: String(order._id) }),
    mayBegin: () => isCaughtUp(graceMs(lifetimeSeconds)),
    concurrency: CONCURRENCY,
    log,
  });

const graceMs = (lifetimeSeconds: number): number => Math.min(MAX_GRACE_MS, lifetimeSeconds * 100);

/** Returns when an open order is cancelled: after the last payment that began in time. */
function cancelledAt({ createdAt }: Pick<Order, 'createdAt'>, lifetimeSeconds: number): Date {
  return new Date(expiryOf(createdAt, lifetimeSeconds).getTime() + graceMs(lifetimeSeconds));
}

/** Returns when an order must be read again; null for one that cannot expire, also because its time is not known. */
export function nextCheckAt(
  order: Pick<Order, 'status' | 'createdAt'>,
  lifetimeSeconds: number,
  clock: Clock,
): Date | null {
  if (!openStatuses.includes(order.status) || !order.createdAt) return null;
  const end = cancelledAt(order, lifetimeSeconds);
  const first = new Date(order.createdAt.getTime() + FIRST_CHECK_MS);
  return clock.now() < first && first < end ? first : end;
}

/** Cancels an expired order, unless another instance has, or the buyer has just paid. */
async function cancel(
  order: Order,
  lifetimeSeconds: number,
  orders: AggregateStore<Order>,
  log: Logger,
): Promise<void> {
  const reason = `No payment arrived within ${formatDuration(lifetimeSeconds)}.`;
  const { outcome } = await updateAggregate(orders, order, (current) =>
    expire(current, reason, orders.clock),
  );
  if (outcome === 'updated') log.info('order expired');
}
