import { listener } from '@ecommerce/shared';
import { entryOf, follow } from '../follow.ts';
import { type Order, tellCancelled, whenPaid } from '../order.ts';

/** Whoever takes money for a cancelled order may not have heard of the cancellation, so it is told again. */
const answer = (order: Order) => (order.status === 'Cancelled' ? [tellCancelled(order)] : []);

export const paymentCreated = listener('payment:created', ({ id, orderId, meta }) =>
  follow(orderId, entryOf('paid', meta), (order) => whenPaid(order, id), answer),
);
