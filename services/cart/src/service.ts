import { imageEnv, ProductCatalog } from '@ecommerce/service-kit/read-models';
import { baseEnv, busEnv, defineService, httpUrl, sessionEnv } from '@ecommerce/service-kit/runtime';
import { z } from 'zod';
import { type Cart, cartAggregate } from './cart.ts';
import { cartListeners } from './listeners.ts';
import { present } from './present.ts';
import { routes } from './routes.ts';

/** Stores the carts of signed-in users. */
export const cartService = defineService({
  name: 'cart',
  env: z.object({ ...baseEnv, ...sessionEnv, ...busEnv, ...imageEnv, PRODUCTS_URL: httpUrl }),
  routes,
  setUp({ config, log, clock, database, aggregates }) {
    const carts = aggregates(cartAggregate);
    const catalog = new ProductCatalog(database, config.PRODUCTS_URL, {
      log,
      imagesUrl: config.PUBLIC_MEDIA_URL,
      clock,
    });
    return {
      deps: {
        carts,
        catalog,
        present: (cart: Cart | null) => present(cart, catalog, config.PUBLIC_MEDIA_URL),
      },
      listeners: [...catalog.listeners, ...cartListeners(carts)],
      workers: [catalog],
    };
  },
});
