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
  /** How many of them each part of the key has, if there is one. */
  parts?: Record<string, number>;
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

/** An attempt that is also counted in a part of its key. */
export interface CountedPart extends Counted {
  part: string;
  countOfPart: number;
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
    return (await this.increment(key, windowSeconds)).counted;
  }

  /**
   * Counts one attempt for a key and for a part of it, such as an account that a place guesses at, in one write.
   * @param key stored as it is, so hash personal data first
   * @param part stored as the name of a field, so hash personal data first; it has no `.` or `$`
   * @throws errors of the database; the attempt may have been counted
   */
  async countPart(key: string, part: string, windowSeconds: number): Promise<CountedPart> {
    const { counted, parts } = await this.increment(key, windowSeconds, { [`parts.${part}`]: 1 });
    return { ...counted, part, countOfPart: parts?.[part] ?? 0 };
  }

  /** Reads how many attempts were counted in the current window. @throws errors of the database */
  async read(key: string, windowSeconds: number): Promise<number> {
    const { _id } = windowOf(key, windowSeconds, this.clock.now().getTime());
    return (await this.collection.findOne({ _id }))?.count ?? 0;
  }

  /** Takes an attempt back, as if it had not been made. */
  async takeBack(counted: Counted | CountedPart): Promise<void> {
    const { id: _id } = counted;
    const part = 'part' in counted ? `parts.${counted.part}` : undefined;
    const updates = [
      // The condition keeps a counter that was cleared meanwhile from falling below 0.
      { filter: { _id, count: { $gt: 0 } }, update: { $inc: { count: -1 } } },
      // A part is removed with its last attempt, so that attempts taken back leave nothing in the document.
      ...(part ? [{ filter: { _id, [part]: 1 }, update: { $unset: { [part]: 1 as const } } }] : []),
      ...(part ? [{ filter: { _id, [part]: { $gt: 1 } }, update: { $inc: { [part]: -1 } } }] : []),
    ];
    await this.collection.bulkWrite(updates.map((updateOne) => ({ updateOne })));
  }

  /** Takes an attempt back, and lets the count of its part start again from 0; without a part, that of its key. */
  async clear(counted: Counted | CountedPart): Promise<void> {
    const update =
      'part' in counted
        ? { $inc: { count: -1 }, $unset: { [`parts.${counted.part}`]: 1 as const } }
        : { $set: { count: 0 } };
    await this.collection.updateOne({ _id: counted.id }, update);
  }

  /** @param ofParts what to add to parts, by the path of their field */
  private async increment(key: string, windowSeconds: number, ofParts: Record<string, number> = {}) {
    const now = this.clock.now().getTime();
    const { _id, endsAt } = windowOf(key, windowSeconds, now);
    const update = { $inc: { count: 1, ...ofParts }, $setOnInsert: { expiresAt: new Date(endsAt) } };
    const options = { upsert: true, returnDocument: 'after' } as const;
    const counter = await retryUpsert(() => this.collection.findOneAndUpdate({ _id }, update, options));
    if (!counter) throw new Error('an upsert returned no document');
    const { count, parts } = counter;
    return { counted: { id: _id, count, resetsInSeconds: Math.ceil((endsAt - now) / 1000) }, parts };
  }
}

/** Returns the id of a key's counter at a moment, and the moment at which its window ends, in milliseconds since 1970. */
function windowOf(key: string, windowSeconds: number, now: number): { _id: string; endsAt: number } {
  const windowMs = windowSeconds * 1000;
  const window = Math.floor(now / windowMs);
  return { _id: `${key}:${window}`, endsAt: (window + 1) * windowMs };
}
