import { listener } from '@ecommerce/shared';
import { purge } from '../cart.ts';

export const paymentCreated = listener('payment:created', ({ userId, items, meta }) =>
  purge(
    userId,
    items.map((item) => item.productId),
    meta.eventId,
    new Date(meta.occurredAt),
  ),
);
