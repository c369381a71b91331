import { listener } from '@ecommerce/shared';
import { detailsOf, learn } from '../orders.ts';

export const orderCreated = listener('order:created', (order) =>
  learn(order.id, { order: detailsOf(order) }),
);
