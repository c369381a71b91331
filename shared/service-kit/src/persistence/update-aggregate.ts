import { isDeepStrictEqual } from 'node:util';
import type { Types } from 'mongoose';
import { ApiError } from '../http/errors.ts';
import { retry } from '../runtime/retry.ts';
import type { Aggregate } from './aggregate.ts';
import type { AggregateStore } from './aggregate-store.ts';
import { type PendingEvent, toOutbox } from './outbox.ts';

const MAX_ATTEMPTS = 60;

/** What `decide` wants done with the current state. */
export interface Decision<T, V> {
  /** Fields to set; those equal to the current ones change nothing. */
  set?: Partial<Omit<T, keyof Aggregate>>;
  /** The events that the change causes, made from the state after it. */
  events?: (after: T) => PendingEvent[];
  /** A value for the caller. */
  value?: V;
}

type Decide<T, V> = (current: T) => Decision<T, V> | undefined | Promise<Decision<T, V> | undefined>;

/** What became of an update. `before` is the state that was decided on. */
export type UpdateResult<T, V = undefined> =
  | { outcome: 'updated' | 'unchanged'; before: T; after: T; value: V | undefined }
  | { outcome: 'missing'; before: null; after: null; value: undefined };

/** Another writer changed the document between its read and its write. */
class VersionConflict extends Error {}

/**
 * Changes one aggregate under optimistic concurrency: reads it, lets `decide` say what to change, and writes that with
 * the events of the change in one write, guarded by the version. On a version conflict it starts over.
 * @param decide may be called again, so it must not write; it may throw
 * @returns `unchanged` without a write where `decide` returns nothing, or neither events nor a field that differs
 * @throws ApiError `unavailable` when too many others write the same aggregate at once
 */
export function updateAggregate<T extends Aggregate, V = undefined>(
  store: AggregateStore<T>,
  id: Types.ObjectId | string,
  decide: Decide<T, V>,
): Promise<UpdateResult<T, V>> {
  return store.mutex.runExclusive(String(id), () =>
    retry(() => attempt(store, id, decide), {
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
  id: Types.ObjectId | string,
  decide: Decide<T, V>,
): Promise<UpdateResult<T, V>> {
  const before = await store.find(id);
  if (!before) return { outcome: 'missing', before, after: null, value: undefined };
  const { set = {}, events, value } = (await decide(before)) ?? {};
  const next = { ...before, ...set, version: before.version + 1 };
  const outbox = toOutbox(events?.(next) ?? [], store.clock);
  if (outbox.length === 0 && isCurrent(before, set))
    return { outcome: 'unchanged', before, after: before, value };
  const after = await store.model
    .findOneAndUpdate(
      { _id: before._id, version: before.version } as object,
      {
        $set: set,
        $inc: { version: 1 },
        ...(outbox.length > 0 && { $push: { outbox: { $each: outbox } } }),
      } as object,
      { returnDocument: 'after' },
    )
    .lean<T>()
    .exec();
  if (!after) throw new VersionConflict();
  if (outbox.length > 0) store.wakeRelay(after._id);
  return { outcome: 'updated', before, after, value };
}

const isCurrent = (current: object, set: object): boolean =>
  Object.entries(set).every(([field, value]) =>
    isDeepStrictEqual((current as Record<string, unknown>)[field], value),
  );
