import { type Listener, listener } from '@ecommerce/service-kit/messaging';
import { bindLogFields } from '@ecommerce/service-kit/observability';
import { type AggregateStore, updateAggregate } from '@ecommerce/service-kit/persistence';
import { applyEvent, historyEntry } from './apply-event.ts';
import type { Order } from './order.ts';

/** Listeners for the outcomes of payments. `ProductCatalog` brings its own for products. */
export const orderListeners = (orders: AggregateStore<Order>): Listener[] => [
  listener('payment:created', ({ id, orderId, meta }) =>
    record(orders, orderId, historyEntry('paid', meta), id),
  ),
  listener('payment:declined', ({ orderId, reason, meta }) =>
    record(orders, orderId, historyEntry('declined', meta, reason)),
  ),
  listener('payment:refunded', ({ orderId, reason, reasonCode, meta }) =>
    record(orders, orderId, historyEntry('refunded', meta, reason, reasonCode)),
  ),
];

/**
 * Stores the change that an event causes. Idempotent.
 * @throws Error when the order does not exist, which means a bug in the publisher
 */
async function record(
  orders: AggregateStore<Order>,
  orderId: string,
  ...event: [entry: Parameters<typeof applyEvent>[1], paymentId?: string]
): Promise<void> {
  const { outcome, after } = await updateAggregate(orders, orderId, (order) => applyEvent(order, ...event));
  if (!after) throw new Error(`order ${orderId} does not exist`);
  bindLogFields({
    result: `${outcome === 'unchanged' ? 'already applied: ' : ''}the order is ${after.status}`,
  });
}
