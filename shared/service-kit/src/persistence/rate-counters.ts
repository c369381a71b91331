import mongoose, { type Model } from 'mongoose';
import type { Logger } from '../observability/logger.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { Poller } from '../runtime/poller.ts';
import type { Worker } from '../runtime/worker.ts';
import type { Database } from './database.ts';
import { isDuplicateKey } from './transient.ts';

const EXPIRY_INTERVAL_MS = 10 * 60_000;
const EXPIRY_BATCH = 1000;
/** The error code of a server without TTL indexes. */
const NOT_IMPLEMENTED = 238;

/** The count of one key in one window of time. */
interface RateCounterDocument {
  _id: string;
  count: number;
  /** The end of the window. */
  expiresAt: Date;
}

const schema = new mongoose.Schema<RateCounterDocument>(
  { _id: String, count: Number, expiresAt: Date },
  { versionKey: false, collection: 'rate_counters' },
);

/** A counted attempt: how many there were in its window so far, itself included. */
export interface Counted {
  id: string;
  count: number;
  /** Seconds until the window ends. */
  resetsInSeconds: number;
}

/**
 * Counters of attempts that all instances of a service share. Each counts in windows of fixed length, and its document is
 * found by its `_id` alone: the key and the number of the window. Expired counters are removed.
 */
export class RateCounters implements Worker {
  private readonly model: Model<RateCounterDocument>;
  private readonly clock: Clock;
  private readonly expiry: Poller;

  constructor(database: Database, log: Logger, clock = systemClock) {
    this.model = database.model('RateCounter', schema);
    this.clock = clock;
    this.expiry = new Poller(() => this.expire(), EXPIRY_INTERVAL_MS, log);
  }

  start(): void {
    this.expiry.start();
  }

  stop(): Promise<void> {
    return this.expiry.stop();
  }

  /**
   * Counts one attempt atomically: of concurrent attempts, each gets a number of its own.
   * @param key stored as it is, so hash personal data first
   * @throws errors of the database; the attempt may have been counted
   */
  async count(key: string, windowSeconds: number): Promise<Counted> {
    const windowMs = windowSeconds * 1000;
    const now = this.clock.now().getTime();
    const window = Math.floor(now / windowMs);
    const endsAt = (window + 1) * windowMs;
    const _id = `${key}:${window}`;
    const update = { $inc: { count: 1 }, $setOnInsert: { expiresAt: new Date(endsAt) } };
    const options = { upsert: true, returnDocument: 'after', lean: true } as const;
    const write = () => this.model.findOneAndUpdate({ _id }, update, options);
    const counter = await write().catch((error: unknown) => {
      // Another attempt has inserted the document meanwhile.
      if (isDuplicateKey(error)) return write();
      throw error;
    });
    return { id: _id, count: counter.count, resetsInSeconds: Math.ceil((endsAt - now) / 1000) };
  }

  /**
   * Takes attempts back, as if they had not been made, in one command.
   * @param cleared attempts whose counters start again from 0
   */
  async takeBack(counted: Counted[], cleared: Counted[] = []): Promise<void> {
    // The condition keeps a counter that was cleared meanwhile from falling below 0.
    const decrements = counted.map(({ id }) => ({
      updateOne: { filter: { _id: id, count: { $gt: 0 } }, update: { $inc: { count: -1 } } },
    }));
    const clears = cleared.map(({ id }) => ({
      updateOne: { filter: { _id: id }, update: { $set: { count: 0 } } },
    }));
    await this.model.bulkWrite([...decrements, ...clears], { ordered: false });
  }

  /** Lets MongoDB remove expired counters. A server without TTL indexes gets a query and deletes instead. */
  private async expire(): Promise<void> {
    try {
      await this.model.collection.createIndex({ expiresAt: 1 }, { expireAfterSeconds: 0 });
    } catch (error) {
      const isUnsupported =
        error instanceof mongoose.mongo.MongoServerError && error.code === NOT_IMPLEMENTED;
      if (!isUnsupported) throw error;
      await this.removeExpired();
    }
  }

  private async removeExpired(): Promise<void> {
    const expired = { expiresAt: { $lte: this.clock.now() } };
    let found: { _id: string }[];
    do {
      found = await this.model.find(expired, { _id: 1 }).limit(EXPIRY_BATCH).lean();
      if (found.length > 0)
        await this.model.bulkWrite(
          found.map(({ _id }) => ({ deleteOne: { filter: { _id } } })),
          { ordered: false },
        );
    } while (found.length === EXPIRY_BATCH);
  }
}
