import { type Listener, listener } from '@ecommerce/service-kit/messaging';
import type { AggregateStore } from '@ecommerce/service-kit/persistence';
import { applyEvent, historyEntry } from './apply-event.ts';
import type { Order } from './order.ts';

/** Listeners for the outcomes of payments. `ProductCatalog` brings its own for products. */
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
