import { listener, note } from '@ecommerce/shared';
import { detailsOf, learn } from '../orders.ts';

export const orderCreated = listener('order:created', async (order) => {
  await learn(order.id, { order: detailsOf(order) });
  note({ did: 'the order can be paid' });
});
