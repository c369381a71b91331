import {
  change,
  IdParams,
  NotAuthorized,
  NotFound,
  ProductChange,
  parse,
  requireAuth,
  requireUser,
  validated,
} from '@ecommerce/shared';
import { type RequestHandler, Router } from 'express';
import type { Pictures } from '../app.ts';
import { pathOf } from '../images.ts';
import { present } from '../present.ts';
import { Product, tellUpdated } from '../product.ts';
import { doubtPicture, productInput } from './product-input.ts';

/** Before a picture is taken in, so that nobody can fill the store through another's product. */
const ownerOnly: RequestHandler = async (req, _res, next) => {
  const { id } = parse(IdParams, req.params);
  const product = await Product.findById(id, { userId: 1 }).lean();
  if (!product) throw new NotFound('There is no such product');
  if (product.userId !== requireUser(req).id) throw new NotAuthorized('This product is not yours');
  next();
};

export const updateProduct = ({ images, cleaner, mediaUrl }: Pictures): Router =>
  Router().put(
    '/api/products/:id',
    requireAuth,
    ownerOnly,
    productInput(images),
    validated({ params: IdParams, body: ProductChange }, async ({ params, body }, req, res) => {
      const { title, price } = body;
      const product = await change(Product, params.id, (current) => ({
        set: {
          title,
          price,
          quantity: body.quantity ?? current.quantity,
          ...picture(current, body, req.uploadedImage),
        },
        emit: tellUpdated,
      }));
      if (!product) throw new NotFound('There is no such product');
      if (product.discardedImages.length > 0) cleaner.kick();
      res.json(present(product, mediaUrl));
    }),
    doubtPicture(cleaner),
  );

/** The picture's fields after the change; an uploaded picture that goes is set down for removal. */
function picture(current: Product, { imageUrl }: ProductChange, uploaded?: string) {
  const { imageKey } = current;
  const stays = imageUrl === undefined || (imageKey && imageUrl?.endsWith(pathOf(imageKey)));
  if (!uploaded && stays) return {};
  return {
    imageUrl: uploaded ? null : (imageUrl ?? null),
    imageKey: uploaded ?? null,
    discardedImages: imageKey ? [...current.discardedImages, imageKey] : current.discardedImages,
  };
}
