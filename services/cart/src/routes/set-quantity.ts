import {
  CartItemParams,
  CartQuantityBody,
  NotFound,
  requireAuth,
  requireUser,
  validated,
} from '@ecommerce/shared';
import { Router } from 'express';
import { changeLines, withLine } from '../cart.ts';
import { present } from '../present.ts';

export const setQuantity = (mediaUrl: string): Router =>
  Router().put(
    '/api/cart/items/:productId',
    requireAuth,
    validated(
      { params: CartItemParams, body: CartQuantityBody },
      async ({ params: { productId }, body: { quantity } }, req, res) => {
        const cart = await changeLines(requireUser(req).id, (lines) => {
          if (!lines.some((line) => line.productId === productId))
            throw new NotFound('This product is not in the cart');
          return withLine(lines, productId, quantity);
        });
        res.json(await present(cart, mediaUrl));
      },
    ),
  );
