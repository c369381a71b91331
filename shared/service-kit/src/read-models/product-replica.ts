import { type EventData, Product } from '@ecommerce/contracts';
import mongoose, { type Model } from 'mongoose';
import { ApiError } from '../http/errors.ts';
import { fetchJson } from '../http/fetch-json.ts';
import { type Listener, listener } from '../messaging/listener.ts';
import type { Event } from '../messaging/message.ts';
import type { Logger } from '../observability/logger.ts';
import type { Database } from '../persistence/database.ts';
import { DocumentExpiry } from '../persistence/document-expiry.ts';
import { applyIfNewer } from '../persistence/replica.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import type { Worker } from '../runtime/worker.ts';
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
  /** When the removal was handled; a tombstone ages from then on. */
  removedAt?: Date;
}

/** Age at which a tombstone is removed. Until then, carts show which product was removed. */
const TOMBSTONE_SECONDS = 30 * 86_400;
/** On a server without TTL indexes, the query for old tombstones reads all replicas. */
const TOMBSTONE_INTERVAL_MS = 86_400_000;
/**
 * An older event changes a replica, but inserts none: its product may have been removed, and the tombstone too. A tombstone is
 * at least a day older than that when it goes, which exceeds the differences between clocks. `find` fetches the product of
 * such an event if it still exists.
 */
const MAX_INSERT_AGE_MS = (TOMBSTONE_SECONDS - 86_400) * 1000;

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
    removedAt: Date,
  },
  { versionKey: false },
);

interface Options {
  log: Logger;
  /** Base URL from which browsers fetch images, for services that show them. */
  imagesUrl?: string;
  clock?: Clock;
}

/** Read model of products, for services that show or sell them. A worker, which removes old tombstones. */
export class ProductCatalog implements Worker {
  readonly model: Model<ProductReplica>;
  private readonly productsUrl: string;
  private readonly imagesUrl: string;
  private readonly clock: Clock;
  private readonly expiry: DocumentExpiry<ProductReplica>;

  /** @param productsUrl URL of the products service, to fetch a product whose events have not arrived yet */
  constructor(
    database: Database,
    productsUrl: string,
    { log, imagesUrl = '', clock = systemClock }: Options,
  ) {
    this.model = database.model('ProductReplica', schema);
    this.productsUrl = productsUrl;
    this.imagesUrl = imagesUrl;
    this.clock = clock;
    this.expiry = new DocumentExpiry<ProductReplica>(this.model.collection, {
      field: 'removedAt',
      afterSeconds: TOMBSTONE_SECONDS,
      intervalMs: TOMBSTONE_INTERVAL_MS,
      log,
      clock,
    });
  }

  start(): void {
    this.expiry.start();
  }

  stop(): Promise<void> {
    return this.expiry.stop();
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
    const upsert = (product: Event<'product:created' | 'product:updated'>) =>
      this.upsertProductReplica(product, this.isRecent(product.meta.occurredAt));
    return [
      listener('product:created', upsert),
      listener('product:updated', upsert),
      listener('product:removed', ({ id }) =>
        applyIfNewer(this.model, id, FINAL_VERSION, {
          removed: true,
          removedAt: this.clock.now(),
          quantity: 0,
          imageUrl: null,
        }),
      ),
    ];
  }

  private isRecent(occurredAt: string): boolean {
    return this.clock.now().getTime() - Date.parse(occurredAt) < MAX_INSERT_AGE_MS;
  }

  private upsertProductReplica(
    { id, version, title, price, quantity, imageUrl }: EventData<'product:updated'>,
    upsert = true,
  ): Promise<void> {
    return applyIfNewer(this.model, id, version, { title, price, quantity, imageUrl }, upsert);
  }
}

/** @throws ApiError `product_not_found` for a removed product, which it names */
function available(replica: ProductReplica): ProductReplica {
  const { removed, title } = replica;
  if (!removed) return replica;
  throw new ApiError('product_not_found', title ? { message: `${title} is no longer available.` } : {});
}
