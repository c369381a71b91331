import type { Product as ProductView } from '@ecommerce/contracts';
import { toImageUrl } from '@ecommerce/service-kit/read-models';
import { imageOf, type Product } from './product.ts';

/** A product as the API shows it, with the URL that browsers fetch its image from. */
export const present = (product: Product, imagesUrl: string): ProductView => ({
  id: String(product._id),
  title: product.title,
  price: product.price,
  quantity: product.quantity,
  userId: product.userId,
  version: product.version,
  imageUrl: toImageUrl(imageOf(product), imagesUrl),
  createdAt: product.createdAt.toISOString(),
  updatedAt: product.updatedAt.toISOString(),
});
