import type { Product } from '../product.ts';
import { imageOf } from '../product-image.ts';

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
  /** Bytes of the image in the shop's store; 0 without one. */
  imageBytes: number;
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
  imageBytes: 1,
  createdAt: 1,
  updatedAt: 1,
} as const;

/** A product as it is stored, or only the fields that a row needs. */
export type RowSource = Pick<Product, '_id' | 'removedAt' | keyof typeof rowFields>;

const isText = (value: unknown) => typeof value === 'string';
const isTextOrNone = (value: unknown) => isText(value) || value === null || value === undefined;
const isNumber = (value: unknown) => Number.isFinite(value);
const isNumberOrNone = (value: unknown) => isNumber(value) || value === null || value === undefined;
const isTime = (value: unknown) => value instanceof Date && Number.isFinite(value.getTime());

const validators: Record<keyof typeof rowFields, (value: unknown) => boolean> = {
  title: isText,
  price: isNumber,
  quantity: isNumber,
  userId: isText,
  version: isNumber,
  imageUrl: isTextOrNone,
  imageKey: isTextOrNone,
  imageBytes: isNumberOrNone,
  createdAt: isTime,
  updatedAt: isTime,
};
const fieldNames = Object.keys(rowFields) as (keyof typeof rowFields)[];

/** Returns the fields of which no row can be made: those of documents that another program has stored may be missing. */
export const invalidFieldsOf = (product: RowSource): string[] =>
  fieldNames.filter((field) => !validators[field](product[field]));

export const rowOf = (product: RowSource): CatalogRow => ({
  id: String(product._id),
  title: product.title,
  price: product.price,
  quantity: product.quantity,
  userId: product.userId,
  version: product.version,
  imageUrl: imageOf(product) ?? null,
  imageBytes: product.imageBytes ?? 0,
  createdAt: product.createdAt.getTime(),
  updatedAt: product.updatedAt.getTime(),
});
