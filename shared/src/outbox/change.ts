import { setTimeout as sleep } from 'node:timers/promises';
import mongoose, { type Model, type Types } from 'mongoose';
import { Unavailable } from '../errors/errors.ts';
import { type Aggregate, type Draft, toEntries } from './aggregate.ts';
import { announce } from './relay.ts';
import { Turns } from './turns.ts';

const MAX_TRIES = 60;
const turns = new Turns();

export interface Change<T> {
  /** Fields to set. */
  set: Partial<Omit<T, keyof Aggregate>>;
  /** The events that the change causes, told from the state after it. */
  emit?: (after: T) => Draft[];
}

type Decision<T> = Change<T> | undefined;

/**
 * Changes one document and stores the events of the change in the same write. `decide` sees the current state and
 * says what to change; it is asked again when somebody else wrote in between, so it may read but must not write.
 * It may return nothing to leave all as it is, or throw.
 * @returns the document as it is afterwards; null when there is none
 * @throws Unavailable when too many others write the same document at once
 */
export function change<T extends Aggregate>(
  model: Model<T>,
  id: Types.ObjectId | string,
  decide: (current: T) => Decision<T> | Promise<Decision<T>>,
): Promise<T | null> {
  return turns.take(`${model.modelName}/${id}`, () => tryToChange(model, id, decide));
}

async function tryToChange<T extends Aggregate>(
  model: Model<T>,
  id: Types.ObjectId | string,
  decide: (current: T) => Decision<T> | Promise<Decision<T>>,
): Promise<T | null> {
  for (let attempt = 0; attempt < MAX_TRIES; attempt++) {
    const current = (await model.findById(id).lean()) as T | null;
    const decision = current && (await decide(current));
    if (!decision) return current;
    const after = { ...current, ...decision.set, version: current.version + 1 };
    const entries = toEntries(decision.emit?.(after) ?? []);
    const update = {
      $set: decision.set,
      $inc: { version: 1 },
      ...(entries.length > 0 && { $push: { outbox: { $each: entries } } }),
    };
    const written = (await model
      .findOneAndUpdate({ _id: id, version: current.version }, update as object, { returnDocument: 'after' })
      .lean()) as T | null;
    if (written) {
      if (entries.length > 0) announce(model, written._id);
      return written;
    }
    await sleep(Math.random() * Math.min(5 * (attempt + 1), 100));
  }
  throw new Unavailable('Too many changes at once; try again shortly', 1);
}

/**
 * Creates a document with the events of its creation in the same write.
 * @throws a duplicate key error (see `isDuplicateKey`) when there is one with this id already
 */
export async function create<T extends Aggregate>(
  model: Model<T>,
  fields: Omit<T, keyof Aggregate | 'createdAt' | 'updatedAt'> & { _id?: Types.ObjectId },
  emit: (created: T) => Draft[] = () => [],
): Promise<T> {
  const state = { _id: new mongoose.Types.ObjectId(), version: 0, ...fields };
  const entries = toEntries(emit(state as unknown as T));
  const created = new model({ ...state, outbox: entries });
  await created.save();
  if (entries.length > 0) announce(model, state._id);
  return created.toObject() as unknown as T;
}
