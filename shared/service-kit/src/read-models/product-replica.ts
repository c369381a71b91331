import { type EventData, Product } from '@ecommerce/contracts';
import mongoose, { type Model } from 'mongoose';
import { ApiError } from '../http/errors.ts';
import { fetchJson } from '../http/fetch-json.ts';
import { type Listener, listener } from '../messaging/listener.ts';
import type { Database } from '../persistence/database.ts';
import { applyIfNewer } from '../persistence/replica.ts';
import { toImagePath } from './image-url.ts';

/** Another service's copy of a product, built from the product's events. */
export interface ProductReplica {
  _id: string;
  title: string;
  price: number;
  quantity: number;
  /** A path in the shop's image store or the URL of an image elsewhere, as in events. */
  imageUrl: string | null;
  version: number;
  /**
   * Set in a tombstone, when the seller has removed the product. Carts and errors still name it, unless its removal arrived
   * before any other event: then it has no title and no price.
   */
  removed?: boolean;
}

/** A removal is final: no version is newer, whatever arrives later. */
const FINAL_VERSION = Number.MAX_SAFE_INTEGER;

const schema = new mongoose.Schema<ProductReplica>(
  {
    _id: String,
    title: String,
    price: Number,
    quantity: Number,
    imageUrl: { type: String, default: null },
    version: Number,
    removed: Boolean,
  },
  { versionKey: false },
);

/** Read model of products, for services that show or sell them. */
export class ProductCatalog {
  readonly model: Model<ProductReplica>;
  private readonly productsUrl: string;
  private readonly imagesUrl: string;

  /**
   * @param productsUrl URL of the products service, to fetch a product whose events have not arrived yet
   * @param imagesUrl base URL from which browsers fetch images, for services that show them
   */
  constructor(database: Database, productsUrl: string, imagesUrl = '') {
    this.model = database.model('ProductReplica', schema);
    this.productsUrl = productsUrl;
    this.imagesUrl = imagesUrl;
  }

  /** @throws ApiError `product_not_found`, or `unavailable` when the products service is needed and does not answer */
  async find(id: string): Promise<ProductReplica> {
    const replica = await this.read(id);
    if (replica) return available(replica);
    const url = `${this.productsUrl}/api/products/${id}`;
    const product = await fetchJson(url, Product, { notFound: 'product_not_found' });
    await this.upsertProductReplica({ ...product, imageUrl: toImagePath(product.imageUrl, this.imagesUrl) });
    return available(await this.model.findById(id).orFail().lean());
  }

  private read(id: string): Promise<ProductReplica | null> {
    return this.model.collection.findOne<ProductReplica>({ _id: id as never });
  }

  /** Listeners that keep the read model current. */
  get listeners(): Listener[] {
    const upsert = (product: EventData<'product:updated'>) => this.upsertProductReplica(product);
    return [
      listener('product:created', upsert),
      listener('product:updated', upsert),
      listener('product:removed', ({ id }) =>
        applyIfNewer(this.model, id, FINAL_VERSION, { removed: true, quantity: 0, imageUrl: null }),
      ),
    ];
  }

  private upsertProductReplica({
    id,
    version,
    title,
    price,
    quantity,
    imageUrl,
  }: EventData<'product:updated'>) {
    return applyIfNewer(this.model, id, version, { title, price, quantity, imageUrl });
  }
}

/** @throws ApiError `product_not_found` for a removed product, which it names */
function available(replica: ProductReplica): ProductReplica {
  const { removed, title } = replica;
  if (!removed) return replica;
  throw new ApiError('product_not_found', title ? { message: `${title} is no longer available.` } : {});
}
