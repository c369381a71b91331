import { type AppParts, createServiceApp } from '@ecommerce/shared';
import type { Express } from 'express';
import type { ImageCleaner } from './discarded-images.ts';
import type { ImageStore } from './images.ts';
import { createProduct } from './routes/create-product.ts';
import { listProducts } from './routes/list-products.ts';
import { showProduct } from './routes/show-product.ts';
import { updateProduct } from './routes/update-product.ts';

export interface Pictures {
  images: ImageStore;
  cleaner: ImageCleaner;
  /** Where browsers fetch them. */
  mediaUrl: string;
}

export const createApp = (parts: AppParts, pictures: Pictures): Express =>
  createServiceApp(parts, [
    listProducts(pictures),
    showProduct(pictures),
    createProduct(pictures),
    updateProduct(pictures),
  ]);
