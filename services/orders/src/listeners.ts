import { type Listener, listener } from '@ecommerce/service-kit/messaging';
import type { AggregateStore } from '@ecommerce/service-kit/persistence';
import { applyEvent, historyEntry } from './apply-event.ts';
import type { Order } from './order.ts';

/** What orders does with the events of payments; those of products keep the read model current. */
export const orderListeners = (orders: AggregateStore<Order>): Listener[] => [
  listener('payment:created', ({ id, orderId, meta }) =>
    applyEvent(orders, orderId, historyEntry('paid', meta), id),
  ),
  listener('payment:declined', ({ orderId, reason, meta }) =>
    applyEvent(orders, orderId, historyEntry('declined', meta, reason)),
  ),
  listener('payment:refunded', ({ orderId, reason, reasonCode, meta }) =>
    applyEvent(orders, orderId, historyEntry('refunded', meta, reason, reasonCode)),
  ),
];
