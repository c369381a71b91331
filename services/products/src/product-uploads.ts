import { placeOf } from '@ecommerce/service-kit/http';
import { Bulkhead } from '@ecommerce/service-kit/runtime';
import type { Request } from 'express';
import type { ImageGarbageCollector } from './image-gc.ts';
import { ImageProcessor } from './image-processor.ts';
import type { ImageStore } from './image-store.ts';
import { assertFormSize, readProductForm } from './product-form.ts';
import type { StoredImage } from './product-image.ts';
import type { SellerQuotas } from './seller-quotas.ts';
import { storeImage } from './store-image.ts';

/** Each upload buffers up to 10 MiB; the container has memory for this many. */
const CONCURRENCY = 8;
const QUEUE_LIMIT = 64;
/** A person sends one form after another. */
const CONCURRENCY_PER_USER = 2;
/** Leaves room for others beside a client with several accounts. */
const CONCURRENCY_PER_PLACE = CONCURRENCY - 2;

/** Receives products sent as a form, whose image is stored before the product is validated. */
export class ProductUploads {
  private readonly images: ImageStore;
  private readonly processor = new ImageProcessor();
  private readonly collector: ImageGarbageCollector;
  private readonly quotas: SellerQuotas;
  private readonly perUser = new Bulkhead(Infinity, QUEUE_LIMIT, 'uploads_busy', CONCURRENCY_PER_USER);
  private readonly perPlace = new Bulkhead(CONCURRENCY, QUEUE_LIMIT, 'uploads_busy', CONCURRENCY_PER_PLACE);
  private readonly stored = new WeakMap<Request, StoredImage>();

  constructor(images: ImageStore, collector: ImageGarbageCollector, quotas: SellerQuotas) {
    this.images = images;
    this.collector = collector;
    this.quotas = quotas;
  }

  /** Replaces the body of a multipart request by its fields; other requests stay unchanged. */
  async parseProductBody(req: Request): Promise<void> {
    if (!req.is('multipart/form-data')) return;
    assertFormSize(req);
    const assertFits = (bytes: number) => this.quotas.assertImageFits(req.currentUser?.id, bytes);
    const { fields, image, issue } = await this.inTurn(req, () =>
      readProductForm(req, (file) => storeImage(file, this.processor, this.images, assertFits)),
    );
    if (image) this.stored.set(req, image);
    if (issue) throw issue;
    req.body = fields;
  }

  /** Waits for a place of the user and then for one of all, so that uploads waiting for their user take none. */
  private inTurn<T>({ ip, currentUser }: Request, read: () => Promise<T>): Promise<T> {
    return this.perUser.execute(() => this.perPlace.execute(read, placeOf(ip)), currentUser?.id);
  }

  /** Returns the image that was uploaded with a request. */
  imageOf(req: Request): StoredImage | undefined {
    return this.stored.get(req);
  }

  /**
   * Removes the image of a failed request, unless a product uses it: a write can succeed although its answer is lost.
   */
  discard(req: Request): void {
    const image = this.imageOf(req);
    if (image) this.collector.addOrphanCandidate(image.key);
  }
}
