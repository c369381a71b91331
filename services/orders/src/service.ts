import { OrderLifetimeSeconds } from '@ecommerce/contracts';
import { ProductCatalog } from '@ecommerce/service-kit/read-models';
import { baseEnv, busEnv, defineService, httpUrl, sessionEnv } from '@ecommerce/service-kit/runtime';
import { z } from 'zod';
import { Checkout } from './checkout.ts';
import { IdempotencyKeys } from './idempotency.ts';
import { orderListeners } from './listeners.ts';
import { OpenOrders } from './open-orders.ts';
import { orderAggregate } from './order.ts';
import { orderExpiry } from './order-expiry.ts';
import { routes } from './routes.ts';

/** Places orders and tracks them from `Created` to `Complete` or `Cancelled`. */
export const ordersService = defineService({
  name: 'orders',
  env: z.object({
    ...baseEnv,
    ...sessionEnv,
    ...busEnv,
    PRODUCTS_URL: httpUrl,
    CART_URL: httpUrl,
    ORDER_LIFETIME_SECONDS: OrderLifetimeSeconds,
    /** Unpaid orders of a buyer. */
    QUOTA_OPEN_ORDERS: z.coerce.number().int().min(1).default(100),
  }),
  routes,
  setUp({ config, log, database, clock, aggregates, isCaughtUp }) {
    const orders = aggregates(orderAggregate);
    const catalog = new ProductCatalog(database, config.PRODUCTS_URL, { log, clock });
    const checkout = new Checkout(catalog, config.CART_URL);
    const openOrders = new OpenOrders(orders, config.QUOTA_OPEN_ORDERS);
    return {
      deps: { orders, checkout, openOrders, idempotencyKeys: new IdempotencyKeys(orders), clock },
      listeners: [...catalog.listeners, ...orderListeners(orders)],
      workers: [
        catalog,
        orderExpiry({ orders, lifetimeSeconds: config.ORDER_LIFETIME_SECONDS, isCaughtUp, log }),
      ],
    };
  },
});
