import { CartItemBody, requireAuth, requireUser, validated } from '@ecommerce/shared';
import type { ProductCatalog } from '@ecommerce/shared/product-catalog';
import { Router } from 'express';
import { changeLines, withLine } from '../cart.ts';
import { present } from '../present.ts';

export const addItem = (catalog: ProductCatalog, mediaUrl: string): Router =>
  Router().post(
    '/api/cart/items',
    requireAuth,
    validated({ body: CartItemBody }, async ({ body: { productId, quantity } }, req, res) => {
      await catalog.find(productId);
      const cart = await changeLines(requireUser(req).id, (lines) => {
        const there = lines.find((line) => line.productId === productId)?.quantity ?? 0;
        return withLine(lines, productId, there + quantity);
      });
      res.status(201).json(await present(cart, mediaUrl));
    }),
  );
