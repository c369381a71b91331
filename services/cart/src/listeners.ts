import { type Listener, listener } from '@ecommerce/service-kit/messaging';
import type { AggregateStore } from '@ecommerce/service-kit/persistence';
import { type Cart, purge } from './cart.ts';

/** What cart does with the events of payments; those of products keep the read model current. */
export const cartListeners = (carts: AggregateStore<Cart>): Listener[] => [
  listener('payment:created', ({ userId, items, meta }) =>
    purge(
      carts,
      userId,
      items.map(({ productId }) => productId),
      meta,
    ),
  ),
];
