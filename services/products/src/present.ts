import type { Product as ProductView } from '@ecommerce/shared';
import type { Product } from './product.ts';

/** A product as the API shows it. */
export const present = (product: Product): ProductView => ({
  id: String(product._id),
  title: product.title,
  price: product.price,
  quantity: product.quantity,
  userId: product.userId,
  version: product.version,
  imageUrl: product.imageUrl,
  createdAt: product.createdAt.toISOString(),
  updatedAt: product.updatedAt.toISOString(),
});
