import { Gate } from '@ecommerce/shared';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { ImageCleaner } from '../discarded-images.ts';
import type { ImageStore } from '../images.ts';
import { readProductForm } from '../product-form.ts';

declare global {
  namespace Express {
    interface Request {
      /** The key of the picture that came along. */
      uploadedImage?: string;
    }
  }
}

/** Each holds a few MiB; the container has memory for this many. */
const UPLOADS_AT_ONCE = 8;
const UPLOADS_WAITING = 64;

/** Lets a product come as JSON or as a form with a picture, which is stored by then. */
export function productInput(images: ImageStore): RequestHandler {
  const gate = new Gate(
    UPLOADS_AT_ONCE,
    UPLOADS_WAITING,
    'Too many pictures are on their way; try again soon',
  );
  return async (req, _res, next) => {
    if (!req.is('multipart/form-data')) return next();
    const { fields, imageKey, fault } = await gate.pass(() => readProductForm(req, images));
    req.uploadedImage = imageKey;
    if (fault) throw fault;
    req.body = fields;
    next();
  };
}

/**
 * The end of a ladder that began with `productInput`: a picture whose product was refused is in doubt. As a rule
 * nothing refers to it, but the answer to a write can be lost after the write was done.
 */
export const doubtPicture =
  (cleaner: ImageCleaner): ErrorRequestHandler =>
  (error, req, _res, next) => {
    if (req.uploadedImage) cleaner.doubt(req.uploadedImage);
    next(error);
  };
