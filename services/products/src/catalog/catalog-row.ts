import { imageOf, type Product } from '../product.ts';

/** A product as the API shows it, in a compact form. */
export interface CatalogRow {
  id: string;
  title: string;
  price: number;
  quantity: number;
  userId: string;
  version: number;
  /** A path in the shop's image store, or the URL of an image elsewhere. */
  imageUrl: string | null;
  /** Milliseconds since the epoch. */
  createdAt: number;
  updatedAt: number;
}

/** Projection with the stored fields of a row. */
export const rowFields = {
  title: 1,
  price: 1,
  quantity: 1,
  userId: 1,
  version: 1,
  imageUrl: 1,
  imageKey: 1,
  createdAt: 1,
  updatedAt: 1,
} as const;

export const rowOf = (product: Pick<Product, '_id' | keyof typeof rowFields>): CatalogRow => ({
  id: String(product._id),
  title: product.title,
  price: product.price,
  quantity: product.quantity,
  userId: product.userId,
  version: product.version,
  imageUrl: imageOf(product),
  createdAt: product.createdAt.getTime(),
  updatedAt: product.updatedAt.getTime(),
});
