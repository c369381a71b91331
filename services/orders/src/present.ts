import type { Order as OrderView } from '@ecommerce/shared';
import type { Order } from './order.ts';

/** An order as the API shows it. */
export const present = (order: Order): OrderView => ({
  id: String(order._id),
  userId: order.userId,
  status: order.status,
  items: order.items.map(({ productId, titleSnapshot, priceSnapshot, quantity }) => ({
    productId,
    titleSnapshot,
    priceSnapshot,
    quantity,
  })),
  total: order.total,
  version: order.version,
  createdAt: order.createdAt.toISOString(),
  updatedAt: order.updatedAt.toISOString(),
});
