import mongoose, { type Collection, type mongo } from 'mongoose';
import type { Logger } from '../observability/logger.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { Poller } from '../runtime/poller.ts';
import type { Worker } from '../runtime/worker.ts';

const INTERVAL_MS = 10 * 60_000;
const BATCH_SIZE = 1000;
/** The error code of a server without TTL indexes. */
const NOT_IMPLEMENTED = 238;

interface Options<T> {
  /** The date from which documents age; a document without it stays. */
  field: keyof T & string;
  /** Age at which a document is removed. */
  afterSeconds: number;
  /** Interval of the query on a server without TTL indexes, which reads the whole collection. */
  intervalMs?: number;
  log: Logger;
  clock?: Clock;
}

/**
 * Worker that removes the documents of a collection at an age, and publishes no events. MongoDB removes them by a TTL index; a
 * server without these gets a query and deletes instead.
 */
export class DocumentExpiry<T extends object> implements Worker {
  private readonly collection: Collection;
  private readonly options: Options<T>;
  private readonly poller: Poller;

  constructor(collection: mongo.Collection<T> | Collection, options: Options<T>) {
    this.collection = collection as Collection;
    this.options = options;
    this.poller = new Poller(() => this.expire(), options.intervalMs ?? INTERVAL_MS, options.log);
  }

  start(): void {
    this.poller.start();
  }

  stop(): Promise<void> {
    return this.poller.stop();
  }

  private async expire(): Promise<void> {
    const { field, afterSeconds } = this.options;
    try {
      await this.collection.createIndex({ [field]: 1 }, { expireAfterSeconds: afterSeconds });
    } catch (error) {
      const isUnsupported =
        error instanceof mongoose.mongo.MongoServerError && error.code === NOT_IMPLEMENTED;
      if (!isUnsupported) throw error;
      await this.removeExpired();
    }
  }

  private async removeExpired(): Promise<void> {
    const { field, afterSeconds, clock = systemClock } = this.options;
    const expired = { [field]: { $lte: new Date(clock.now().getTime() - afterSeconds * 1000) } };
    let found: mongo.WithId<mongo.Document>[];
    do {
      found = await this.collection.find(expired, { projection: { _id: 1 }, limit: BATCH_SIZE }).toArray();
      if (found.length > 0)
        await this.collection.bulkWrite(
          // A document that has changed meanwhile stays.
          found.map(({ _id }) => ({ deleteOne: { filter: { _id, ...expired } } })),
          { ordered: false },
        );
    } while (found.length === BATCH_SIZE);
  }
}
