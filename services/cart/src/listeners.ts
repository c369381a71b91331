import { type Listener, listener } from '@ecommerce/service-kit/messaging';
import type { AggregateStore } from '@ecommerce/service-kit/persistence';
import { type Cart, purge, removeCart } from './cart.ts';

/** Listeners for payments and deleted users. `ProductCatalog` brings its own for products. */
export const cartListeners = (carts: AggregateStore<Cart>): Listener[] => [
  listener('payment:created', ({ userId, items, meta }) =>
    purge(
      carts,
      userId,
      items.map(({ productId }) => productId),
      meta,
    ),
  ),
  listener('user:deleted', ({ id }) => removeCart(carts, id)),
];
