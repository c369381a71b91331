import { CartItemParams, NotFound, requireAuth, requireUser, validated } from '@ecommerce/shared';
import { Router } from 'express';
import { changeLines } from '../cart.ts';
import { present } from '../present.ts';

export const removeItem = (mediaUrl: string): Router =>
  Router().delete(
    '/api/cart/items/:productId',
    requireAuth,
    validated({ params: CartItemParams }, async ({ params: { productId } }, req, res) => {
      const cart = await changeLines(requireUser(req).id, (lines) => {
        const left = lines.filter((line) => line.productId !== productId);
        if (left.length === lines.length) throw new NotFound('This product is not in the cart');
        return left;
      });
      res.json(await present(cart, mediaUrl));
    }),
  );
