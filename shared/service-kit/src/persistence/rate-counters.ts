import type { Collection } from 'mongoose';
import type { Logger } from '../observability/logger.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import type { Worker } from '../runtime/worker.ts';
import type { Database } from './database.ts';
import { DocumentExpiry } from './document-expiry.ts';
import { retryUpsert } from './transient.ts';

/** The count of one key in one window of time. */
interface RateCounterDocument {
  _id: string;
  count: number;
  /** The end of the window. */
  expiresAt: Date;
}

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
  private readonly collection: Collection<RateCounterDocument>;
  private readonly clock: Clock;
  private readonly expiry: DocumentExpiry<RateCounterDocument>;

  constructor(database: Database, log: Logger, clock = systemClock) {
    this.collection = database.connection.collection<RateCounterDocument>('rate_counters');
    this.clock = clock;
    this.expiry = new DocumentExpiry(this.collection, { field: 'expiresAt', afterSeconds: 0, log, clock });
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
    const now = this.clock.now().getTime();
    const { _id, endsAt } = windowOf(key, windowSeconds, now);
    const update = { $inc: { count: 1 }, $setOnInsert: { expiresAt: new Date(endsAt) } };
    const options = { upsert: true, returnDocument: 'after' } as const;
    const counter = await retryUpsert(() => this.collection.findOneAndUpdate({ _id }, update, options));
    if (!counter) throw new Error('an upsert returned no document');
    return { id: _id, count: counter.count, resetsInSeconds: Math.ceil((endsAt - now) / 1000) };
  }

  /** Reads how many attempts were counted in the current window. @throws errors of the database */
  async read(key: string, windowSeconds: number): Promise<number> {
    const { _id } = windowOf(key, windowSeconds, this.clock.now().getTime());
    return (await this.collection.findOne({ _id }))?.count ?? 0;
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
    await this.collection.bulkWrite([...decrements, ...clears], { ordered: false });
  }
}

/** Returns the id of a key's counter at a moment, and the moment at which its window ends, in milliseconds since 1970. */
function windowOf(key: string, windowSeconds: number, now: number): { _id: string; endsAt: number } {
  const windowMs = windowSeconds * 1000;
  const window = Math.floor(now / windowMs);
  return { _id: `${key}:${window}`, endsAt: (window + 1) * windowMs };
}
