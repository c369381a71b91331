import type { Model } from 'mongoose';
import { isDuplicateKey } from './transient.ts';

/**
 * Writes the fields of a replica, unless it already has this version or a newer one. Idempotent, in any order.
 * @param upsert whether to insert a replica that does not exist
 */
export async function applyIfNewer<T extends { version: number }>(
  model: Model<T>,
  id: string,
  version: number,
  fields: Partial<T>,
  upsert = true,
): Promise<void> {
  const older = { _id: id, version: { $lt: version } } as object;
  const update = { $set: { ...fields, version } } as object;
  try {
    await model.collection.updateOne(older, update, { upsert });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    // The upsert found no older version and tried to insert, although a newer or concurrently inserted one exists.
    await model.collection.updateOne(older, update);
  }
}
