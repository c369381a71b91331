import type { Model, Types } from 'mongoose';
import { type Clock, systemClock } from '../runtime/clock.ts';
import type { Aggregate, AggregateDefinition } from './aggregate.ts';
import type { Database } from './database.ts';
import { KeyedMutex } from './keyed-mutex.ts';

// biome-ignore lint/suspicious/noExplicitAny: a relay publishes for models of every shape
export type AnyModel = Model<any>;

/** Publishes the events of outboxes; `OutboxRelay`. */
export interface Relay {
  /** Has the outboxes of a collection swept and published. */
  register(model: AnyModel): void;
  /** Tells that a document has events to publish. */
  wakeRelay(model: AnyModel, id: Types.ObjectId): void;
}

/** The aggregates of one kind in the database of one service: for `insertAggregate`, `updateAggregate`, and reads by its model. */
export class AggregateStore<T extends Aggregate> {
  readonly model: Model<T>;
  readonly clock: Clock;
  readonly mutex = new KeyedMutex();
  private readonly relay: Relay;

  constructor(definition: AggregateDefinition<T>, database: Database, relay: Relay, clock = systemClock) {
    this.model = database.model(definition.name, definition.schema);
    this.clock = clock;
    this.relay = relay;
    if (definition.publishesEvents) relay.register(this.model);
  }

  /** Reads one aggregate. @returns null where there is none */
  async find(id: string | Types.ObjectId): Promise<T | null> {
    return this.model.findById(id).lean<T>().exec();
  }

  wakeRelay(id: Types.ObjectId): void {
    this.relay.wakeRelay(this.model, id);
  }
}
