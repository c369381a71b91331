import { z } from 'zod';
import { Id, Line, Quantity } from './fields.ts';

export const CartItemParams = z.object({ productId: Id });
export const CartItemBody = Line;
export const CartQuantityBody = z.strictObject({ quantity: Quantity });

export const Cart = z.object({
  items: z.array(
    z.object({
      productId: Id,
      quantity: z.int(),
      title: z.string(),
      price: z.number(),
      imageUrl: z.string().nullable(),
      available: z.int().describe('Units in stock, as last known to the cart'),
      removed: z
        .boolean()
        .default(false)
        .describe('Whether the seller has removed the product, so that it can no longer be ordered'),
    }),
  ),
});
export type Cart = z.infer<typeof Cart>;
