import mongoose, {
  type IndexDefinition,
  type Model,
  type Schema,
  type SchemaDefinition,
  type SchemaOptions,
  type Types,
} from 'mongoose';
import type { OutboxEntry } from './outbox.ts';

/** A document that changes only by single writes, which include its events (transactional outbox). */
export interface Aggregate {
  _id: Types.ObjectId;
  /** Incremented by each change; guards optimistic concurrency. */
  version: number;
  outbox: OutboxEntry[];
  /** Set by the last change. The document is removed when its events are published, and counts as missing until then. */
  deletedAt?: Date;
}

// biome-ignore lint/suspicious/noExplicitAny: a relay publishes for models of every shape
export type AnyModel = Model<any>;

/** Definition of a kind of aggregate: its name and schema, with version, outbox and indexes. */
export interface AggregateDefinition<T extends Aggregate> {
  name: string;
  schema: Schema<T>;
  publishesEvents: boolean;
  /** Whether `updateAggregate` can delete its documents. */
  isDeletable: boolean;
}

const outboxEntry = new mongoose.Schema<OutboxEntry>(
  {
    eventId: String,
    subject: String,
    data: mongoose.Schema.Types.Mixed,
    occurredAt: String,
    traceparent: String,
    instance: String,
  },
  { _id: false },
);

interface Options {
  indexes?: (IndexDefinition | [IndexDefinition, { sparse?: boolean; unique?: boolean }])[];
  /** Stores empty objects, which Mongoose omits by default. */
  keepEmptyObjects?: boolean;
  /** False for an aggregate without events: the relay never reads its collection. */
  publishesEvents?: boolean;
  isDeletable?: boolean;
}

/**
 * Defines an aggregate. The store of the running service registers it with the relay (`service.ts`).
 * @param name name of the model; the collection is its plural in lower case
 * @param fields fields of the schema in addition to version, outbox and timestamps
 */
export function defineAggregate<T extends Aggregate>(
  name: string,
  fields: SchemaDefinition,
  { indexes = [], keepEmptyObjects = false, publishesEvents = true, isDeletable = false }: Options = {},
): AggregateDefinition<T> {
  const options: SchemaOptions = { versionKey: false, timestamps: true, minimize: !keepEmptyObjects };
  // biome-ignore lint/suspicious/noExplicitAny: mongoose cannot infer the fields of a generic T
  const schema: Schema<any> = new mongoose.Schema(
    {
      ...fields,
      version: { type: Number, required: true, default: 0 },
      outbox: { type: [outboxEntry], default: [] },
      ...(isDeletable && { deletedAt: Date }),
    },
    options,
  );
  for (const index of indexes) Array.isArray(index) ? schema.index(index[0], index[1]) : schema.index(index);
  if (publishesEvents) schema.index({ 'outbox.eventId': 1 }, { sparse: true });
  return { name, schema, publishesEvents, isDeletable };
}
