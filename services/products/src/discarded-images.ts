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
  private readonly doubts = new Set<string>();

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

  /** Has a picture removed unless a product turns out to have it. */
  doubt(key: string): void {
    this.doubts.add(key);
    this.kick();
  }

  private async sweep(): Promise<void> {
    await this.images.prepare();
    await this.settleDoubts();
    const products = await Product.find({ discardedImages: { $gt: '' } }, { discardedImages: 1 }).lean();
    for (const { _id, discardedImages } of products)
      for (const key of discardedImages) {
        await this.images.remove(key);
        await Product.updateOne({ _id }, { $pull: { discardedImages: key } }, { timestamps: false });
      }
  }

  private async settleDoubts(): Promise<void> {
    for (const imageKey of this.doubts) {
      if (!(await Product.exists({ imageKey }))) await this.images.remove(imageKey);
      this.doubts.delete(imageKey);
    }
  }
}
