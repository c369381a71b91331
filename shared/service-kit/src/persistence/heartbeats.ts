import { randomUUID } from 'node:crypto';
import mongoose, { type Model } from 'mongoose';
import type { Database } from './database.ts';
import { retryUpsert } from './transient.ts';

/** Heartbeat counts by instance. */
type Counts = Record<string, number>;

/** The instances of one service that may have work left, by id, with their heartbeat counts. */
interface HeartbeatsDocument {
  _id: string;
  counts: Counts;
}

const schema = new mongoose.Schema<HeartbeatsDocument>(
  { _id: String, counts: { type: Object, default: {} } },
  { versionKey: false, minimize: false, collection: 'instances' },
);
const _id = 'heartbeats';
/** The count of an instance that has stopped with work left. Those of a running instance begin at 1. */
const STOPPED = 0;

/** The heartbeats of the instances of one service, all in one document. */
export class Heartbeats {
  readonly instance = randomUUID();
  private readonly model: Model<HeartbeatsDocument>;
  /** True if this instance created the document: no earlier version had heartbeats. */
  createdDocument = false;
  private count = 0;
  private lastMs = Number.NEGATIVE_INFINITY;
  private beating: Promise<Counts> | undefined;

  constructor(database: Database) {
    this.model = database.model('Instance', schema);
  }

  /** Stores a heartbeat of this instance. @returns the counts of the others */
  beat(): Promise<Counts> {
    this.beating ??= this.store().finally(() => {
      this.beating = undefined;
    });
    return this.beating;
  }

  /** Milliseconds since the last stored heartbeat. */
  get ageMs(): number {
    return performance.now() - this.lastMs;
  }

  /** Removes the entry of another instance, unless its count has changed. */
  async remove(instance: string, count: number): Promise<void> {
    const path = `counts.${instance}`;
    await this.model.updateOne({ _id, [path]: count }, { $unset: { [path]: 1 } });
  }

  /** Removes the entry of this instance, or marks it as stopped when it leaves work to the others. */
  async leave(hasWorkLeft: boolean): Promise<void> {
    if (this.count === 0) return;
    const path = `counts.${this.instance}`;
    await this.model.updateOne(
      { _id },
      hasWorkLeft ? { $set: { [path]: STOPPED } } : { $unset: { [path]: 1 } },
    );
  }

  private async store(): Promise<Counts> {
    const startedAtMs = performance.now();
    // Counted here, because an entry that was removed meanwhile must not start from 1 again, as if it stood still.
    const update = { $set: { [`counts.${this.instance}`]: ++this.count } };
    const options = { upsert: true, returnDocument: 'after', includeResultMetadata: true } as const;
    const { value, lastErrorObject } = await retryUpsert(() =>
      this.model.findOneAndUpdate({ _id }, update, options),
    );
    this.createdDocument ||= lastErrorObject?.upserted !== undefined;
    this.lastMs = startedAtMs;
    const { [this.instance]: _own, ...others } = value?.counts ?? {};
    return others;
  }
}

/** Returns the instances that have stopped with work left. */
export const stoppedAmong = (counts: Counts): string[] =>
  Object.keys(counts).filter((instance) => counts[instance] === STOPPED);
