import { create, ProductBody, requireAuth, requireUser, validated } from '@ecommerce/shared';
import { Router } from 'express';
import type { Pictures } from '../app.ts';
import { present } from '../present.ts';
import { Product, tellCreated } from '../product.ts';
import { doubtPicture, productInput } from './product-input.ts';

export const createProduct = ({ images, cleaner, mediaUrl }: Pictures): Router =>
  Router().post(
    '/api/products',
    requireAuth,
    productInput(images),
    validated({ body: ProductBody }, async ({ body }, req, res) => {
      const { title, price, quantity } = body;
      const imageKey = req.uploadedImage ?? null;
      const product = await create(
        Product,
        {
          title,
          price,
          quantity,
          userId: requireUser(req).id,
          imageUrl: imageKey ? null : (body.imageUrl ?? null),
          imageKey,
          discardedImages: [],
          marks: {},
        },
        tellCreated,
      );
      res.status(201).json(present(product, mediaUrl));
    }),
    doubtPicture(cleaner),
  );
