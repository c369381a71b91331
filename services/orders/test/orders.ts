import type { Decision } from '@ecommerce/service-kit/domain';
import { cancel, expire } from '../src/apply-event.ts';
import type { Order } from '../src/order.ts';

/** Builds an order as stored, without a database. */
export const orderOf = (fields: Partial<Order> = {}): Order => ({
  _id: { toString: () => '6909f2067c3e4d5a6b7c8d03' } as Order['_id'],
  version: 0,
  outbox: [],
  userId: '6909f1b27c3e4d5a6b7c8d01',
  status: 'Created',
  items: [],
  total: 19.99,
  paymentId: null,
  history: [{ type: 'ordered', at: new Date(0), reason: null, eventId: null }],
  createdAt: new Date(0),
  updatedAt: new Date(0),
  ...fields,
});

/** Applies a decision as `updateAggregate` does. @returns the order, and the subjects of the published events */
export function applied(order: Order, decision: Decision<Order, undefined> | undefined) {
  if (!decision) return { order, published: [] };
  const after: Order = { ...order, ...decision.set, version: order.version + 1 };
  return { order: after, published: (decision.events?.(after) ?? []).map(({ subject }) => subject) };
}

/** Cancels an order as its buyer; a rejected request changes nothing. */
export function cancelled(order: Order) {
  try {
    return applied(order, cancel(order, { now: () => new Date(1) }));
  } catch {
    return { order, published: [] };
  }
}

/** Ends the time of an order. */
export const expired = (order: Order) =>
  applied(order, expire(order, 'No payment arrived within 24 hours.', { now: () => new Date(1) }));
