import { type Listener, listener } from '@ecommerce/service-kit/messaging';
import type { AllocationSaga } from './allocation-saga.ts';
import type { CatalogSync } from './catalog/catalog-sync.ts';

/** What products does with the events of payments. */
export const productListeners = (saga: AllocationSaga): Listener[] => [
  listener('payment:created', (payment) => saga.allocate(payment)),
  listener('payment:refunded', (payment) => saga.release(payment)),
];

/** What each instance does with the service's own events, which another instance may have published. */
export const catalogFollowers = (sync: CatalogSync): Listener[] => [
  listener('product:created', async ({ id, version }) => sync.refresh(id, version)),
  listener('product:updated', async ({ id, version }) => sync.refresh(id, version)),
];
