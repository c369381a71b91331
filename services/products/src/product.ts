import { type Aggregate, aggregateFields, type Draft, draft, type Subject } from '@ecommerce/shared';
import mongoose from 'mongoose';
import { pathOf } from './images.ts';

export type Mark = 'taken' | 'undone' | 'returned';

export interface Product extends Aggregate {
  title: string;
  /** US dollars. */
  price: number;
  quantity: number;
  userId: string;
  /** Of a picture elsewhere. */
  imageUrl: string | null;
  /** The picture's object in the bucket, when it was uploaded here; it goes before an `imageUrl`. */
  imageKey: string | null;
  /** Objects in the bucket that nothing refers to any more, until they are removed. */
  discardedImages: string[];
  /** What settlements under way have done here, by their ids; see `stock.ts`. */
  marks: Record<string, Mark>;
  createdAt: Date;
  updatedAt: Date;
}

const schema = new mongoose.Schema<Product>(
  {
    ...aggregateFields,
    title: { type: String, required: true },
    price: { type: Number, required: true },
    quantity: { type: Number, required: true, min: 0 },
    userId: { type: String, required: true },
    imageUrl: { type: String, default: null },
    imageKey: { type: String, default: null },
    discardedImages: { type: [String], default: [] },
    marks: { type: Object, default: {} },
  },
  { versionKey: false, timestamps: true, minimize: false },
);
// The list's orders, whole and of one seller.
schema.index({ createdAt: -1, _id: -1 });
schema.index({ price: 1, _id: 1 });
schema.index({ title: 1, _id: 1 });
schema.index({ userId: 1, createdAt: -1, _id: -1 });
schema.index({ discardedImages: 1 }, { sparse: true });
schema.index({ imageKey: 1 });
schema.index({ 'outbox.eventId': 1 }, { sparse: true });

export const Product = mongoose.model<Product>('Product', schema);

/** A product's picture as its events tell of it, for `mediaAddress` to make an address of. */
export const pictureOf = ({ imageKey, imageUrl }: Product): string | null =>
  imageKey ? pathOf(imageKey) : imageUrl;

const tell =
  (subject: Subject & `product:${string}`) =>
  (product: Product): Draft[] => {
    const { _id, title, price, quantity, userId, version } = product;
    const imageUrl = pictureOf(product);
    return [draft(subject, { id: String(_id), title, price, quantity, userId, version, imageUrl })];
  };

export const tellCreated = tell('product:created');
export const tellUpdated = tell('product:updated');
