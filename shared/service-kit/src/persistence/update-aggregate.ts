import { isDeepStrictEqual } from 'node:util';
import type { mongo, Types } from 'mongoose';
import { ApiError } from '../http/errors.ts';
import { retry } from '../runtime/retry.ts';
import type { Aggregate } from './aggregate.ts';
import type { AggregateStore } from './aggregate-store.ts';
import { outboxSizeFilter, unset } from './leftovers.ts';
import { type PendingEvent, toOutbox } from './outbox.ts';

const MAX_ATTEMPTS = 60;

/** The change that `decide` requests. */
export interface Decision<T, V> {
  /** Fields to set; equal values change nothing. */
  set?: Partial<Omit<T, keyof Aggregate>>;
  /** Builds the events of the change from the new state. */
  events?: (after: T) => PendingEvent[];
  /**
   * Whether this is the last change. The document counts as missing from now on, and is removed when its events are
   * published, so there must be one; `set` replaces what must be gone at once.
   */
  deletes?: boolean;
  /** A value for the caller. */
  value?: V;
}

type Decide<T, V> = (current: T) => Decision<T, V> | undefined | Promise<Decision<T, V> | undefined>;

/** The result of an update. `before` is the state that was passed to `decide`. */
export type UpdateResult<T, V = undefined> =
  | { outcome: 'updated' | 'unchanged'; before: T; after: T; value: V | undefined }
  | { outcome: 'missing'; before: null; after: null; value: undefined };

/** Thrown when another writer changed the document between read and write. */
class VersionConflict extends Error {}

/**
 * Changes one aggregate under optimistic concurrency: reads it, calls `decide`, and writes the change with its events
 * in one write, guarded by the version. On a version conflict it starts over.
 * @param target the id, or the aggregate as just read or written, which saves the first read
 * @param decide may be called again, so it must not write; it may throw
 * @returns `unchanged` without a write when `decide` returns nothing, or neither events nor a field that differs
 * @throws ApiError `unavailable` after too many version conflicts
 */
export function updateAggregate<T extends Aggregate, V = undefined>(
  store: AggregateStore<T>,
  target: Types.ObjectId | string | T,
  decide: Decide<T, V>,
): Promise<UpdateResult<T, V>> {
  const loaded = isAggregate(target) ? target : undefined;
  const id = isAggregate(target) ? target._id : target;
  return store.mutex.runExclusive(String(id), () =>
    retry(async (number) => attempt(store, (number === 1 && loaded) || (await store.find(id)), decide), {
      minDelayMs: 5,
      maxDelayMs: 70,
      attempts: MAX_ATTEMPTS,
      shouldRetry: (error) => error instanceof VersionConflict,
    }).catch((error: unknown) => {
      if (!(error instanceof VersionConflict)) throw error;
      throw new ApiError('unavailable', {
        message: 'Too many changes at once. Try again.',
        retryAfterSeconds: 1,
      });
    }),
  );
}

async function attempt<T extends Aggregate, V>(
  store: AggregateStore<T>,
  before: T | null,
  decide: Decide<T, V>,
): Promise<UpdateResult<T, V>> {
  if (!before) return { outcome: 'missing', before, after: null, value: undefined };
  const { set = {}, events, deletes = false, value } = (await decide(before)) ?? {};
  const next = { ...before, ...set, version: before.version + 1 };
  const outbox = toOutbox(events?.(next) ?? [], store.clock, store.failureDetector.instance);
  if (!deletes && outbox.length === 0 && !changes(before, set))
    return { outcome: 'unchanged', before, after: before, value };
  if (deletes && outbox.length === 0) throw new Error('a deletion needs an event');
  const leftovers = store.cleanup.leftoversIn(before);
  const isPublished = ({ eventId }: { eventId: string }) => leftovers.events.includes(eventId);
  const isKept = ([path]: [string, unknown]) => path in set;
  const now = store.clock.now();
  const changed = { ...set, updatedAt: now, ...(deletes && { deletedAt: now }) };
  const update: mongo.Document = {
    $inc: { version: 1 },
    ...(leftovers.events.length > 0
      ? { $set: { ...changed, outbox: [...before.outbox.filter((one) => !isPublished(one)), ...outbox] } }
      : { $set: changed, ...(outbox.length > 0 && { $push: { outbox: { $each: outbox } } }) }),
    ...unset(Object.fromEntries(Object.entries(leftovers.fields).filter((field) => !isKept(field)))),
  };
  const { _id, version } = before;
  const guard = { _id, version, ...(leftovers.events.length > 0 && outboxSizeFilter(before)) };
  const after = await store.write(_id, async () => {
    const found = await store.collection.findOneAndUpdate(guard, update, {
      returnDocument: 'after',
    });
    return found as T | null;
  });
  if (!after) throw new VersionConflict();
  store.cleanup.markRemoved(_id, leftovers);
  return { outcome: 'updated', before, after, value };
}

const isAggregate = <T extends Aggregate>(target: Types.ObjectId | string | T): target is T =>
  typeof target === 'object' && 'outbox' in target;

/**
 * Whether fields differ from the current state. A `decide` function with events needs it to publish none for a request that
 * changes nothing.
 */
export const changes = (current: object, set: object): boolean =>
  Object.entries(set).some(
    ([field, value]) => !isDeepStrictEqual((current as Record<string, unknown>)[field], value),
  );
