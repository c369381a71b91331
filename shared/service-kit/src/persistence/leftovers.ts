import type { mongo, Types } from 'mongoose';
import type { Aggregate } from './aggregate.ts';

/** Parts of a document that are no longer needed. */
export interface Leftovers {
  id: Types.ObjectId;
  /** Ids of published events, which come first in the outbox. */
  events: string[];
  /** Fields to remove by path, each with the value that it must still have. */
  fields: Record<string, unknown>;
}

export const isEmpty = ({ events, fields }: Omit<Leftovers, 'id'>): boolean =>
  events.length === 0 && Object.keys(fields).length === 0;

/**
 * Removes only the head of an outbox, and only if no other instance has removed it.
 * @param isDeletable whether to leave out a document that is deleted
 */
export const removal = (
  { id: _id, events, fields }: Leftovers,
  isDeletable: boolean,
): mongo.AnyBulkWriteOperation => ({
  updateOne: {
    filter: {
      _id,
      ...headFilter(events[0]),
      ...fields,
      ...(isDeletable && { deletedAt: { $exists: false } }),
    },
    update: { ...(events.length > 0 && { $pop: { outbox: -1 as const } }), ...unset(fields) },
  },
});

const headFilter = (eventId: string | undefined) => (eventId ? { 'outbox.0.eventId': eventId } : {});

/** Guards an outbox by its size: other instances remove events without raising the version; they must stay removed. */
export const outboxSizeFilter = ({ outbox }: Pick<Aggregate, 'outbox'>) => ({
  outbox: { $size: outbox.length },
});

/** Builds the operator that removes fields, if there are any. */
export const unset = (fields: Record<string, unknown>): { $unset?: Record<string, 1> } => {
  const paths = Object.keys(fields);
  return paths.length > 0 ? { $unset: Object.fromEntries(paths.map((path) => [path, 1 as const])) } : {};
};

/** Returns the value of a field. @param path path of the field, such as `marks.1` */
export const valueAt = (document: object, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
