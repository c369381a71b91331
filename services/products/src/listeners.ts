import { type Listener, listener } from '@ecommerce/service-kit/messaging';
import type { AllocationSaga } from './allocation-saga.ts';

/** What products does with the events of payments. */
export const productListeners = (saga: AllocationSaga): Listener[] => [
  listener('payment:created', (payment) => saga.allocate(payment)),
  listener('payment:refunded', (payment) => saga.release(payment)),
];
