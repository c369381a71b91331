import { type Listener, listener } from '@ecommerce/service-kit/messaging';
import type { AggregateStore } from '@ecommerce/service-kit/persistence';
import type { AllocationSaga } from './allocation-saga.ts';
import type { CatalogSync } from './catalog/catalog-sync.ts';
import type { Product } from './product.ts';
import { removeProductsOf } from './remove-product.ts';

/** Listeners for payments, refunds and deleted accounts. */
export const productListeners = (saga: AllocationSaga, products: AggregateStore<Product>): Listener[] => [
  listener('payment:created', (payment) => saga.allocate(payment)),
  listener('payment:refunded', (payment) => saga.release(payment)),
  listener('user:deleted', ({ id }) => removeProductsOf(products, id)),
];

/** Listeners that run in every instance: another instance may have changed the product. */
export const catalogFollowers = (sync: CatalogSync): Listener[] => [
  listener('product:created', async ({ id, version }) => sync.refresh(id, version)),
  listener('product:updated', async ({ id, version }) => sync.refresh(id, version)),
  listener('product:removed', async ({ id }) => sync.remove(id)),
];
