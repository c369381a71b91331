import type { Model } from 'mongoose';
import { isDuplicateKey } from '../mongo.ts';

/**
 * Writes a replica's fields, unless it holds this version or a newer one already. Safe to repeat, in any order.
 */
export async function applyIfNewer<T extends { version: number }>(
  model: Model<T>,
  id: string,
  version: number,
  fields: Partial<T>,
): Promise<void> {
  const older = { _id: id, version: { $lt: version } };
  try {
    await model.updateOne(older as object, { $set: { ...fields, version } } as object, { upsert: true });
  } catch (error) {
    // The upsert found no older one and tried to insert beside the newer one.
    if (!isDuplicateKey(error)) throw error;
  }
}
