import {
  type Aggregate,
  defineAggregate,
  event,
  type PendingEvent,
} from '@ecommerce/service-kit/persistence';
import { imagePath } from './image-store.ts';
import { type StepMarkers, stepMarkersSchema } from './step-markers.ts';

export interface Product extends Aggregate, StepMarkers {
  title: string;
  /** US dollars. */
  price: number;
  quantity: number;
  userId: string;
  /** URL of an image outside the shop. */
  imageUrl: string | null;
  /** Key of an image uploaded to the shop; takes precedence over `imageUrl`. */
  imageKey: string | null;
  /** Keys of replaced images, until they are removed from the bucket. */
  discardedImages: string[];
  createdAt: Date;
  updatedAt: Date;
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
    discardedImages: { type: [String], default: [] },
    ...stepMarkersSchema,
  },
  {
    keepEmptyObjects: true,
    indexes: [[{ discardedImages: 1 }, { sparse: true }], { imageKey: 1 }],
  },
);

/** Returns a product's image as events carry it, a path or a URL; `toImageUrl` makes the full URL. */
export const imageOf = ({ imageKey, imageUrl }: Pick<Product, 'imageKey' | 'imageUrl'>): string | null =>
  imageKey ? imagePath(imageKey) : imageUrl;

/** Returns the image fields after a change; a replaced upload is listed for removal. */
export function changedImage(current: Product, imageUrl?: string | null, uploadedKey?: string) {
  const { imageKey, discardedImages } = current;
  const isKept = imageUrl === undefined || (imageKey && imageUrl?.endsWith(imagePath(imageKey)));
  if (!uploadedKey && isKept) return {};
  return {
    imageUrl: uploadedKey ? null : (imageUrl ?? null),
    imageKey: uploadedKey ?? null,
    discardedImages: imageKey ? [...discardedImages, imageKey] : discardedImages,
  };
}

/**
 * Returns the creation time for a document without one, which another program has stored: the catalog omits such a product
 * until it changes.
 */
export const restoredCreationTime = ({ _id, createdAt }: Product): { createdAt?: Date } =>
  createdAt instanceof Date ? {} : { createdAt: _id.getTimestamp() };

/** The event's schema drops all fields that it does not name. */
const productEvents =
  (subject: 'product:created' | 'product:updated') =>
  (product: Product): PendingEvent[] => [
    event(subject, { ...product, id: String(product._id), imageUrl: imageOf(product) }),
  ];

export const productCreatedEvents = productEvents('product:created');
export const productUpdatedEvents = productEvents('product:updated');
