import mongoose from 'mongoose';
import { Product } from './contracts/product.ts';
import type { EventData } from './events/contract.ts';
import { fetchJson } from './http/fetch-json.ts';
import { mediaPath } from './media.ts';
import { applyIfNewer } from './outbox/replica.ts';

/** What a service knows of a product that is not its own, from the product's events. */
export interface ProductReplica {
  _id: string;
  title: string;
  price: number;
  quantity: number;
  /** As events tell it: a path in our store of pictures, or a whole address elsewhere. */
  imageUrl: string | null;
  version: number;
}

const schema = new mongoose.Schema<ProductReplica>(
  {
    _id: String,
    title: String,
    price: Number,
    quantity: Number,
    imageUrl: { type: String, default: null },
    version: Number,
  },
  { versionKey: false },
);

export const ProductReplica = mongoose.model<ProductReplica>('ProductReplica', schema);

export const keepReplica = ({
  id,
  version,
  title,
  price,
  quantity,
  imageUrl,
}: EventData<'product:updated'>) =>
  applyIfNewer(ProductReplica, id, version, { title, price, quantity, imageUrl });

/** Finds products in the replica, and asks products for one that has not been heard of yet. */
export class ProductCatalog {
  private readonly url: string;
  private readonly mediaUrl: string;

  /** @param mediaUrl where browsers fetch pictures, for who shows them */
  constructor(url: string, mediaUrl = '') {
    this.url = url;
    this.mediaUrl = mediaUrl;
  }

  /** @throws NotFound; Unavailable when products is needed and away */
  async find(id: string): Promise<ProductReplica> {
    const known = await ProductReplica.findById(id).lean();
    if (known) return known;
    const product = await fetchJson(`${this.url}/api/products/${id}`, Product);
    await keepReplica({ ...product, imageUrl: mediaPath(product.imageUrl, this.mediaUrl) });
    return ProductReplica.findById(id).orFail().lean();
  }
}
