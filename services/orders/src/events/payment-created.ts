import { listener } from '@ecommerce/shared';
import { follow } from '../follow.ts';
import { whenPaid } from '../order.ts';

export const paymentCreated = listener('payment:created', ({ id, orderId }) =>
  follow(orderId, (order) => whenPaid(order, id)),
);
