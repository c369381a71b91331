import { Bulkhead } from '@ecommerce/service-kit/runtime';
import type { Request } from 'express';
import type { ImageGarbageCollector } from './image-gc.ts';
import type { ImageStore } from './image-store.ts';
import { readProductForm } from './product-form.ts';

/** Each upload holds a few MiB; the container has memory for this many. */
const CONCURRENCY = 8;
const QUEUE_LIMIT = 64;

/** Products sent as a form, with an image that is stored before the product is validated. */
export class ProductUploads {
  private readonly images: ImageStore;
  private readonly collector: ImageGarbageCollector;
  private readonly bulkhead = new Bulkhead(CONCURRENCY, QUEUE_LIMIT, 'uploads_busy');
  private readonly imageKeys = new WeakMap<Request, string>();

  constructor(images: ImageStore, collector: ImageGarbageCollector) {
    this.images = images;
    this.collector = collector;
  }

  /** Makes the fields of a form the body of the request, and leaves any other request as it is. */
  async parseProductBody(req: Request): Promise<void> {
    if (!req.is('multipart/form-data')) return;
    const { fields, imageKey, issue } = await this.bulkhead.execute(() => readProductForm(req, this.images));
    if (imageKey) this.imageKeys.set(req, imageKey);
    if (issue) throw issue;
    req.body = fields;
  }

  /** The key of the image that was uploaded with a request. */
  imageKeyOf(req: Request): string | undefined {
    return this.imageKeys.get(req);
  }

  /**
   * Has the image of a request that failed removed, unless a product has it: the answer to a write can be lost after the
   * write was done.
   */
  discard(req: Request): void {
    const imageKey = this.imageKeyOf(req);
    if (imageKey) this.collector.addOrphanCandidate(imageKey);
  }
}
