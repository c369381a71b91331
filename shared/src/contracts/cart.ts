import { z } from 'zod';
import { Id, Quantity } from './fields.ts';

export const CartItemParams = z.object({ productId: Id });
export const CartItemBody = z.strictObject({ productId: Id, quantity: Quantity });
export const CartQuantityBody = z.strictObject({ quantity: Quantity });

export const Cart = z.object({
  items: z.array(
    z.object({
      productId: Id,
      quantity: z.int(),
      title: z.string(),
      price: z.number(),
      imageUrl: z.string().nullable(),
      available: z.int().describe('Pieces on stock, as last heard of'),
    }),
  ),
});
export type Cart = z.infer<typeof Cart>;

/** Different products in one cart or order, at most. */
export const MAX_LINES = 50;
