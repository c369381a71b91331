import mongoose, { type Collection, type Model } from 'mongoose';
import type { Logger } from '../observability/logger.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import type { Aggregate, AggregateDefinition } from './aggregate.ts';
import type { Database } from './database.ts';
import { DeferredCleanup } from './deferred-cleanup.ts';
import type { FailureDetector, RecoverableWork } from './failure-detector.ts';
import { KeyedMutex } from './keyed-mutex.ts';
import { isDuplicateKey } from './transient.ts';

const { ObjectId } = mongoose.Types;
type ObjectId = mongoose.Types.ObjectId;

// biome-ignore lint/suspicious/noExplicitAny: a relay publishes for stores of every shape
export type AnyStore = AggregateStore<any>;

/**
 * Called after each write.
 * @param after the state written; undefined for a failed write that may have been applied: the observer is called
 *   immediately, and again when the write must have ended
 */
export type WriteObserver<T> = (id: ObjectId, after: T | undefined) => void;

/** Dependencies of a store, in addition to its database. */
interface StoreParts {
  /** Publishes the events of outboxes; `OutboxRelay`. */
  relay: RecoverableWork & { register(store: AnyStore): void };
  failureDetector: FailureDetector;
  log: Logger;
}

/**
 * Stores the aggregates of one kind: write with `insertAggregate` and `updateAggregate`, read with `find` and `model`.
 */
export class AggregateStore<T extends Aggregate> {
  readonly model: Model<T>;
  readonly clock: Clock;
  readonly mutex = new KeyedMutex();
  readonly cleanup: DeferredCleanup;
  readonly failureDetector: FailureDetector;
  private readonly observers: WriteObserver<T>[] = [];

  constructor(
    definition: AggregateDefinition<T>,
    database: Database,
    parts: StoreParts,
    clock = systemClock,
  ) {
    this.model = database.model(definition.name, definition.schema);
    this.clock = clock;
    this.cleanup = new DeferredCleanup(this.model, parts.log, definition.isDeletable);
    this.failureDetector = parts.failureDetector;
    if (definition.publishesEvents) {
      parts.relay.register(this);
      parts.failureDetector.register(parts.relay);
    }
  }

  /**
   * The driver's collection: documents are typed and their input is validated, so the casts of the model would only
   * cost time.
   */
  get collection(): Collection {
    return this.model.collection;
  }

  /** Reads one aggregate. @returns null if it does not exist, or is deleted */
  async find(id: string | ObjectId): Promise<T | null> {
    const stored = await this.findStored(id);
    return stored?.deletedAt ? null : stored;
  }

  /** Reads one aggregate, even if it is deleted and still has events to publish. */
  async findStored(id: string | ObjectId): Promise<T | null> {
    return this.collection.findOne<T>({ _id: new ObjectId(id) });
  }

  onWrite(observer: WriteObserver<T>): void {
    this.observers.push(observer);
  }

  /**
   * Performs one write and notifies the observers.
   * @returns the result of `write`: the new state, or null without a change
   */
  async write(id: ObjectId, write: () => Promise<T | null>): Promise<T | null> {
    return this.failureDetector.duringWrite(async () => {
      try {
        const after = await write();
        if (after) this.notify(id, after);
        return after;
      } catch (error) {
        if (!isDuplicateKey(error)) {
          this.notify(id, undefined);
          this.failureDetector.afterLateWrite(() => this.notify(id, undefined));
        }
        throw error;
      }
    });
  }

  private notify(id: ObjectId, after: T | undefined): void {
    for (const observer of this.observers) observer(id, after);
  }
}
