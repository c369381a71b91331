import { create, ProductBody, requireAuth, requireUser, validated } from '@ecommerce/shared';
import { Router } from 'express';
import type { ImageStore } from '../images.ts';
import { present } from '../present.ts';
import { Product, tellCreated } from '../product.ts';
import { productInput } from './product-input.ts';

export const createProduct = (images: ImageStore): Router =>
  Router().post(
    '/api/products',
    requireAuth,
    productInput(images),
    validated({ body: ProductBody }, async ({ body }, req, res) => {
      const image = req.uploadedImage;
      const product = await create(
        Product,
        {
          title: body.title,
          price: body.price,
          quantity: body.quantity,
          userId: requireUser(req).id,
          imageUrl: image?.url ?? body.imageUrl ?? null,
          imageKey: image?.key ?? null,
          discardedImages: [],
          marks: [],
        },
        tellCreated,
      );
      res.status(201).json(present(product));
    }),
  );
