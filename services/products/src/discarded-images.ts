import { type Logger, Periodic, type Worker } from '@ecommerce/shared';
import type { ImageStore } from './images.ts';
import { Product } from './product.ts';

const SWEEP_MS = 5000;

/**
 * Removes pictures that were replaced. Their names stay in the product until that is done, so neither
 * a crash nor an outage of the store leaves them behind.
 */
export class ImageCleaner implements Worker {
  private readonly images: ImageStore;
  private readonly sweeper: Periodic;
  private prepared = false;

  constructor(images: ImageStore, log: Logger) {
    this.images = images;
    this.sweeper = new Periodic(() => this.sweep(), SWEEP_MS, log);
  }

  start(): void {
    this.sweeper.start();
  }

  stop(): Promise<void> {
    return this.sweeper.stop();
  }

  /** Looks now rather than at the next sweep. */
  kick(): void {
    this.sweeper.kick();
  }

  private async sweep(): Promise<void> {
    if (!this.prepared) await this.images.prepare();
    this.prepared = true;
    const products = await Product.find(
      { 'discardedImages.0': { $exists: true } },
      { discardedImages: 1 },
    ).lean();
    for (const { _id, discardedImages } of products)
      for (const key of discardedImages) {
        await this.images.remove(key);
        await Product.updateOne({ _id }, { $pull: { discardedImages: key } }, { timestamps: false });
      }
  }
}
