import type { Logger } from '@ecommerce/service-kit/observability';
import type { AggregateStore } from '@ecommerce/service-kit/persistence';
import { Poller, type Worker } from '@ecommerce/service-kit/runtime';
import type { ImageStore } from './image-store.ts';
import type { Product } from './product.ts';

const COLLECT_INTERVAL_MS = 5000;

/**
 * Removes images that were replaced. Their keys stay in the product until that is done, so neither a crash nor an
 * outage of the image store leaves them behind.
 */
export class ImageGarbageCollector implements Worker {
  private readonly images: ImageStore;
  private readonly products: AggregateStore<Product>;
  private readonly poller: Poller;
  private readonly orphanCandidates = new Set<string>();

  constructor(images: ImageStore, products: AggregateStore<Product>, log: Logger) {
    this.images = images;
    this.products = products;
    this.poller = new Poller(() => this.collect(), COLLECT_INTERVAL_MS, log);
  }

  start(): void {
    this.poller.start();
  }

  stop(): Promise<void> {
    return this.poller.stop();
  }

  /** Collects now rather than at the next interval. */
  trigger(): void {
    this.poller.trigger();
  }

  /** Has an image removed unless a product turns out to have it. */
  addOrphanCandidate(imageKey: string): void {
    this.orphanCandidates.add(imageKey);
    this.trigger();
  }

  private async collect(): Promise<void> {
    await this.images.prepare();
    await this.collectOrphans();
    const { model } = this.products;
    const products = await model.find({ discardedImages: { $gt: '' } }, { discardedImages: 1 }).lean();
    for (const { _id, discardedImages } of products)
      for (const imageKey of discardedImages) {
        await this.images.remove(imageKey);
        await model.updateOne({ _id }, { $pull: { discardedImages: imageKey } }, { timestamps: false });
      }
  }

  private async collectOrphans(): Promise<void> {
    for (const imageKey of this.orphanCandidates) {
      if (!(await this.products.model.exists({ imageKey }))) await this.images.remove(imageKey);
      this.orphanCandidates.delete(imageKey);
    }
  }
}
