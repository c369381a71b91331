import { listener } from '@ecommerce/shared';
import { entryOf, follow } from '../follow.ts';
import { whenPaid } from '../order.ts';

export const paymentCreated = listener('payment:created', ({ id, orderId, meta }) =>
  follow(orderId, entryOf('paid', meta), (order) => whenPaid(order, id)),
);
