import { mediaAddress, type Product as ProductView } from '@ecommerce/shared';
import { type Product, pictureOf } from './product.ts';

/** A product as the API shows it, with its picture where browsers fetch pictures. */
export const present = (product: Product, mediaUrl: string): ProductView => ({
  id: String(product._id),
  title: product.title,
  price: product.price,
  quantity: product.quantity,
  userId: product.userId,
  version: product.version,
  imageUrl: mediaAddress(pictureOf(product), mediaUrl),
  createdAt: product.createdAt.toISOString(),
  updatedAt: product.updatedAt.toISOString(),
});
