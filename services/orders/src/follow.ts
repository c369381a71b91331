import { change } from '@ecommerce/shared';
import { Order } from './order.ts';

/**
 * Applies one of the rules of `order.ts` to an order that an event speaks of.
 * @throws Error when there is no such order: orders is where they come from
 */
export async function follow(
  orderId: string,
  rule: (order: Order) => Partial<Order> | undefined,
): Promise<void> {
  const order = await change(Order, orderId, (current) => {
    const step = rule(current);
    return step && { set: step };
  });
  if (!order) throw new Error(`there is no order ${orderId}`);
}
