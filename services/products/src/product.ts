import {
  type Aggregate,
  defineAggregate,
  event,
  type PendingEvent,
} from '@ecommerce/service-kit/persistence';
import { imageOf, type ProductImage } from './product-image.ts';
import { type StepMarkers, stepMarkersSchema } from './step-markers.ts';

export interface Product extends Aggregate, StepMarkers, ProductImage {
  title: string;
  /** US dollars. */
  price: number;
  quantity: number;
  userId: string;
  createdAt: Date;
  updatedAt: Date;
  /** When its seller removed it; absent in a product for sale. */
  removedAt?: Date;
  /** True once units were reserved for a payment: from then on, an order refers to this document. */
  isOrdered?: boolean;
}

export const productAggregate = defineAggregate<Product>(
  'Product',
  {
    title: { type: String, required: true },
    price: { type: Number, required: true },
    quantity: { type: Number, required: true, min: 0 },
    userId: { type: String, required: true },
    imageUrl: { type: String, default: null },
    imageKey: { type: String, default: null },
    imageBytes: { type: Number, default: null },
    discardedImages: { type: [String], default: [] },
    removedAt: Date,
    isOrdered: Boolean,
    ...stepMarkersSchema,
  },
  {
    keepEmptyObjects: true,
    isDeletable: true,
    indexes: [
      [{ discardedImages: 1 }, { sparse: true }],
      [{ removedAt: 1 }, { sparse: true }],
      { imageKey: 1 },
      { userId: 1 },
    ],
  },
);

/**
 * Returns the creation time for a document without one, which another program has stored: the catalog omits such a product
 * until it changes.
 */
export const restoredCreationTime = ({ _id, createdAt }: Product): { createdAt?: Date } =>
  createdAt instanceof Date ? {} : { createdAt: _id.getTimestamp() };

/** The event's schema drops all fields that it does not name. */
const productEvent = (subject: 'product:created' | 'product:updated', product: Product): PendingEvent =>
  event(subject, { ...product, id: String(product._id), imageUrl: imageOf(product) });

export const productCreatedEvents = (product: Product): PendingEvent[] => [
  productEvent('product:created', product),
];

/** Stock of a removed product still changes, by refunds, but nobody needs to know it. */
export const productUpdatedEvents = (product: Product): PendingEvent[] =>
  product.removedAt ? [] : [productEvent('product:updated', product)];

export const productRemovedEvents = ({ _id, version }: Product): PendingEvent[] => [
  event('product:removed', { id: String(_id), version }),
];
