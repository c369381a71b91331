import { NotAuthorized, NotFound, type User } from '@ecommerce/shared';
import type { Order } from './order.ts';

/** @throws NotFound or NotAuthorized unless it is there and the user's own */
export function assertOwn(order: Order | null, user: User): Order {
  if (!order) throw new NotFound('There is no such order');
  if (order.userId !== user.id) throw new NotAuthorized('This order is not yours');
  return order;
}
