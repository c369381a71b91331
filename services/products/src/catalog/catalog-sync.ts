import type { Logger } from '@ecommerce/service-kit/observability';
import type { AggregateStore } from '@ecommerce/service-kit/persistence';
import { untilDone, type Worker } from '@ecommerce/service-kit/runtime';
import type { Product } from '../product.ts';
import type { Catalog } from './catalog.ts';
import { invalidFieldsOf, type RowSource, rowFields, rowOf } from './catalog-row.ts';

/** Small, so that the documents of a batch become garbage before V8 promotes them to the old generation. */
const BATCH_SIZE = 100;
/** Number of changed products read concurrently. */
const CONCURRENCY = 8;
const RETRY_DELAY = { minDelayMs: 500, maxDelayMs: 5000 };

/**
 * Keeps the catalog equal to the database: fills it at startup, applies each write of this instance immediately, and
 * reads a product when an event names an unknown version. The order of these is harmless, because each has a version and a
 * removal is final. A product with invalid fields is left out until a change makes it valid, so that it holds up no other
 * one.
 */
export class CatalogSync implements Worker {
  private readonly catalog: Catalog;
  private readonly products: AggregateStore<Product>;
  private readonly log: Logger;
  private readonly stopping = new AbortController();
  /** Ids of products to read, with the version that an event named. */
  private readonly changed = new Map<string, number>();
  /** Versions of the products with invalid fields, by id; each version is logged once. */
  private readonly invalid = new Map<string, number>();
  private run: Promise<void> = Promise.resolve();
  private isRunning = false;

  constructor(catalog: Catalog, products: AggregateStore<Product>, log: Logger) {
    this.catalog = catalog;
    this.products = products;
    this.log = log;
    products.onWrite((id, after) => {
      if (after) this.put(after);
      // A failed write may still have been applied.
      else this.refresh(String(id), Number.POSITIVE_INFINITY);
    });
  }

  start(): void {
    this.isRunning = true;
    this.run = this.untilDone(() => this.fill()).then(() => this.readChanged());
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.run;
  }

  /** Schedules reading a product, unless this version is known. */
  refresh(id: string, version: number): void {
    if (this.catalog.has(id, version)) return;
    this.changed.set(id, Math.max(version, this.changed.get(id) ?? 0));
    if (this.catalog.isComplete && !this.isRunning) this.run = this.readChanged();
  }

  /** Removes a product, whose document may be deleted already. */
  remove(id: string): void {
    this.invalid.delete(id);
    this.catalog.remove(id);
  }

  private async fill(): Promise<void> {
    const startedAt = performance.now();
    const options = { projection: rowFields, batchSize: BATCH_SIZE };
    const cursor = this.products.collection.find<RowSource>({ removedAt: { $exists: false } }, options);
    for await (const product of cursor) {
      this.stopping.signal.throwIfAborted();
      this.put(product);
    }
    this.catalog.finish();
    this.log.info(
      { products: this.catalog.size, ms: Math.round(performance.now() - startedAt) },
      'catalog filled',
    );
  }

  private async readChanged(): Promise<void> {
    this.isRunning = true;
    while (this.changed.size > 0 && !this.stopping.signal.aborted) {
      const batch = [...this.changed].slice(0, CONCURRENCY);
      for (const [id] of batch) this.changed.delete(id);
      await this.untilDone(() => Promise.all(batch.map(([id, version]) => this.read(id, version))));
    }
    this.isRunning = false;
  }

  private async read(id: string, version: number): Promise<void> {
    // A write of this instance, or the fill, may have added it meanwhile.
    if (this.catalog.has(id, version)) return;
    const product = await this.products.find(id);
    if (product) this.put(product);
  }

  private put(product: RowSource): void {
    const id = String(product._id);
    const fields = invalidFieldsOf(product);
    if (product.removedAt) this.remove(id);
    else if (fields.length === 0) {
      this.invalid.delete(id);
      this.catalog.put(rowOf(product));
    } else if (!this.invalid.has(id) || this.invalid.get(id) !== product.version) {
      this.invalid.set(id, product.version);
      this.log.error(
        { productId: id, version: product.version, fields },
        'product has invalid fields; omitted from the catalog',
      );
    }
  }

  /** Repeats a task until it succeeds or the service stops. */
  private async untilDone(task: () => Promise<unknown>): Promise<void> {
    await untilDone(task, {
      ...RETRY_DELAY,
      signal: this.stopping.signal,
      log: this.log,
      message: 'failed to read products; retrying',
    });
  }
}
