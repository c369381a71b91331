import { IdParams, NotFound, validated } from '@ecommerce/shared';
import { Router } from 'express';
import type { Pictures } from '../app.ts';
import { present } from '../present.ts';
import { Product } from '../product.ts';

export const showProduct = ({ mediaUrl }: Pictures): Router =>
  Router().get(
    '/api/products/:id',
    validated({ params: IdParams }, async ({ params }, _req, res) => {
      const product = await Product.findById(params.id).lean();
      if (!product) throw new NotFound('There is no such product');
      res.json(present(product, mediaUrl));
    }),
  );
