import { type AppParts, createServiceApp } from '@ecommerce/shared';
import type { ProductCatalog } from '@ecommerce/shared/product-catalog';
import type { Express } from 'express';
import { addItem } from './routes/add-item.ts';
import { removeItem } from './routes/remove-item.ts';
import { setQuantity } from './routes/set-quantity.ts';
import { showCart } from './routes/show-cart.ts';

/** @param mediaUrl where browsers fetch pictures */
export const createApp = (parts: AppParts, catalog: ProductCatalog, mediaUrl: string): Express =>
  createServiceApp(parts, [
    showCart(mediaUrl),
    addItem(catalog, mediaUrl),
    setQuantity(mediaUrl),
    removeItem(mediaUrl),
  ]);
