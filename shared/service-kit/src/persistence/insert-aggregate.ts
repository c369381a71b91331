import mongoose from 'mongoose';
import type { Aggregate } from './aggregate.ts';
import type { AggregateStore } from './aggregate-store.ts';
import { type PendingEvent, toOutbox } from './outbox.ts';

type Fields<T extends Aggregate> = Omit<T, keyof Aggregate | 'createdAt' | 'updatedAt'> & {
  _id?: mongoose.Types.ObjectId;
};

/**
 * Inserts an aggregate with the events of its creation in one write.
 * @param eventsOf builds the events from the new state
 * @throws a duplicate key error (`isDuplicateKey`) when the id already exists
 */
export async function insertAggregate<T extends Aggregate>(
  store: AggregateStore<T>,
  fields: Fields<T>,
  eventsOf: (created: T) => PendingEvent[] = () => [],
): Promise<T> {
  const now = store.clock.now();
  const state = {
    _id: new mongoose.Types.ObjectId(),
    version: 0,
    ...fields,
    outbox: [],
    createdAt: now,
    updatedAt: now,
  };
  const created = state as Aggregate as T;
  const inserted = {
    ...created,
    outbox: toOutbox(eventsOf(created), store.clock, store.failureDetector.instance),
  };
  await store.write(state._id, async () => {
    await store.collection.insertOne(inserted);
    return inserted;
  });
  return inserted;
}
