import type { Logger, Worker } from '@ecommerce/shared';
import type { ImageStore } from './images.ts';
import { Product } from './product.ts';

const SWEEP_MS = 30_000;

/**
 * Removes pictures that were replaced. Their names stay in the product until that is done, so neither
 * a crash nor an outage of the store leaves them behind.
 */
export class ImageCleaner implements Worker {
  private readonly images: ImageStore;
  private readonly log: Logger;
  private timer: NodeJS.Timeout | undefined;
  private prepared = false;
  private running: Promise<void> = Promise.resolve();

  constructor(images: ImageStore, log: Logger) {
    this.images = images;
    this.log = log;
  }

  start(): void {
    this.kick();
  }

  async stop(): Promise<void> {
    clearTimeout(this.timer);
    await this.running;
    clearTimeout(this.timer);
  }

  /** Looks now rather than at the next sweep. */
  kick(): void {
    clearTimeout(this.timer);
    this.running = this.running
      .then(() => this.sweep())
      .then(
        () => SWEEP_MS,
        (error: unknown) => {
          this.log.warn({ err: error }, 'the picture store is not to be had yet');
          return SWEEP_MS / 10;
        },
      )
      .then((wait) => {
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.kick(), wait);
      });
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
