import { type Listener, listener } from '@ecommerce/service-kit/messaging';
import type { AllocationSaga } from './allocation-saga.ts';
import type { CatalogSync } from './catalog/catalog-sync.ts';

/** Listeners for payments and refunds. */
export const productListeners = (saga: AllocationSaga): Listener[] => [
  listener('payment:created', (payment) => saga.allocate(payment)),
  listener('payment:refunded', (payment) => saga.release(payment)),
];

/** Listeners that run in every instance: another instance may have changed the product. */
export const catalogFollowers = (sync: CatalogSync): Listener[] => [
  listener('product:created', async ({ id, version }) => sync.refresh(id, version)),
  listener('product:updated', async ({ id, version }) => sync.refresh(id, version)),
  listener('product:removed', async ({ id, version }) => sync.refresh(id, version)),
];
