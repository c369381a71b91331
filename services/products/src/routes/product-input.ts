import type { RequestHandler } from 'express';
import type { ImageStore, StoredImage } from '../images.ts';
import { readProductForm } from '../product-form.ts';

declare global {
  namespace Express {
    interface Request {
      uploadedImage?: StoredImage;
    }
  }
}

/** Lets a product come as JSON or as a form with a picture. A picture whose request fails later is removed again. */
export const productInput =
  (images: ImageStore): RequestHandler =>
  async (req, res, next) => {
    if (!req.is('multipart/form-data')) return next();
    const { fields, image } = await readProductForm(req, images);
    req.body = fields;
    req.uploadedImage = image;
    res.on('close', () => {
      if (image && res.statusCode >= 400) images.remove(image.key).catch(() => {});
    });
    next();
  };
