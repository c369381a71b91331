import { Bulkhead } from '@ecommerce/service-kit/runtime';
import type { Request } from 'express';
import type { ImageGarbageCollector } from './image-gc.ts';
import { ImageProcessor } from './image-processor.ts';
import type { ImageStore } from './image-store.ts';
import { readProductForm } from './product-form.ts';
import { storeImage } from './store-image.ts';

/** Each upload buffers up to 10 MiB; the container has memory for this many. */
const CONCURRENCY = 8;
const QUEUE_LIMIT = 64;

/** Receives products sent as a form, whose image is stored before the product is validated. */
export class ProductUploads {
  private readonly images: ImageStore;
  private readonly processor = new ImageProcessor();
  private readonly collector: ImageGarbageCollector;
  private readonly bulkhead = new Bulkhead(CONCURRENCY, QUEUE_LIMIT, 'uploads_busy');
  private readonly imageKeys = new WeakMap<Request, string>();

  constructor(images: ImageStore, collector: ImageGarbageCollector) {
    this.images = images;
    this.collector = collector;
  }

  /** Replaces the body of a multipart request by its fields; other requests stay unchanged. */
  async parseProductBody(req: Request): Promise<void> {
    if (!req.is('multipart/form-data')) return;
    const { fields, imageKey, issue } = await this.bulkhead.execute(() =>
      readProductForm(req, (file) => storeImage(file, this.processor, this.images)),
    );
    if (imageKey) this.imageKeys.set(req, imageKey);
    if (issue) throw issue;
    req.body = fields;
  }

  /** Returns the key of the image that was uploaded with a request. */
  imageKeyOf(req: Request): string | undefined {
    return this.imageKeys.get(req);
  }

  /**
   * Removes the image of a failed request, unless a product uses it: a write can succeed although its answer is lost.
   */
  discard(req: Request): void {
    const imageKey = this.imageKeyOf(req);
    if (imageKey) this.collector.addOrphanCandidate(imageKey);
  }
}
