import type { Logger } from '@ecommerce/service-kit/observability';
import { type AggregateStore, PendingWork } from '@ecommerce/service-kit/persistence';
import { untilDone, type Worker } from '@ecommerce/service-kit/runtime';
import type { ImageStore } from './image-store.ts';
import type { Product } from './product.ts';
import { dispose, isDisposable } from './remove-product.ts';

const CONCURRENCY = 4;
const RETRY_DELAY = { minDelayMs: 1000, maxDelayMs: 10_000 };

/**
 * Removes replaced images, and the documents of removed products after their images. A product keeps the keys of images until
 * they are removed, so neither a crash nor an outage of the image store leaves images behind.
 */
export class ImageGarbageCollector implements Worker {
  private readonly images: ImageStore;
  private readonly products: AggregateStore<Product>;
  private readonly log: Logger;
  private readonly discarded: PendingWork<Product>;
  private readonly orphans = new Set<Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(images: ImageStore, products: AggregateStore<Product>, log: Logger) {
    this.images = images;
    this.products = products;
    this.log = log;
    this.discarded = new PendingWork<Product>(products, {
      dueAt: (product) =>
        product.discardedImages.length > 0 || isDisposable(product) ? product.updatedAt : null,
      filter: {
        $or: [{ discardedImages: { $gt: '' } }, { removedAt: { $exists: true }, isOrdered: { $ne: true } }],
      },
      work: (product) => this.removeDiscarded(product),
      concurrency: CONCURRENCY,
      log,
    });
  }

  start(): void {
    void this.untilDone(() => this.images.prepare());
    this.discarded.start();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await Promise.all([this.discarded.stop(), ...this.orphans]);
  }

  /** Removes an image, unless a product uses it. */
  addOrphanCandidate(imageKey: string): void {
    const removal = this.untilDone(async () => {
      if (!(await this.products.model.exists({ imageKey }))) await this.images.remove(imageKey);
    }).finally(() => this.orphans.delete(removal));
    this.orphans.add(removal);
  }

  private async removeDiscarded(product: Product): Promise<void> {
    const { _id, discardedImages } = product;
    for (const imageKey of discardedImages) await this.images.remove(imageKey);
    // A removed product gets no further image.
    if (isDisposable(product)) return dispose(this.products, product);
    for (const imageKey of discardedImages)
      await this.products.model.updateOne(
        { _id },
        { $pull: { discardedImages: imageKey } },
        { timestamps: false },
      );
  }

  /** Repeats a task until it succeeds or the service stops. */
  private async untilDone(task: () => Promise<void>): Promise<void> {
    await untilDone(task, {
      ...RETRY_DELAY,
      signal: this.stopping.signal,
      log: this.log,
      message: 'image store call failed; will retry',
    });
  }
}
