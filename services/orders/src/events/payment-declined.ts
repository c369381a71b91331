import { listener } from '@ecommerce/shared';
import { entryOf, follow } from '../follow.ts';
import { whenDeclined } from '../order.ts';

export const paymentDeclined = listener('payment:declined', ({ orderId, reason, meta }) =>
  follow(orderId, entryOf('declined', meta, reason), whenDeclined),
);
