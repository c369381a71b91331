import { listener } from '@ecommerce/shared';
import { entryOf, follow } from '../follow.ts';
import { whenRefunded } from '../order.ts';

export const paymentRefunded = listener('payment:refunded', ({ orderId, reason, meta }) =>
  follow(orderId, entryOf('refunded', meta, reason), whenRefunded),
);
