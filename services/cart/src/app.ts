import { type AppParts, createServiceApp } from '@ecommerce/shared';
import type { ProductCatalog } from '@ecommerce/shared/product-catalog';
import type { Express } from 'express';
import { addItem } from './routes/add-item.ts';
import { removeItem } from './routes/remove-item.ts';
import { setQuantity } from './routes/set-quantity.ts';
import { showCart } from './routes/show-cart.ts';

export const createApp = (parts: AppParts, catalog: ProductCatalog): Express =>
  createServiceApp(parts, [showCart(), addItem(catalog), setQuantity(), removeItem()]);
