import type { Aggregate } from './aggregate.ts';
import type { AnyModel } from './aggregate-store.ts';

/**
 * Removes the first `count` events of an outbox. It is a queue: only its head leaves, and only if no other instance
 * removed it meanwhile. Several events leave in one write, unless somebody wrote in between.
 */
export async function removePublished(
  model: AnyModel,
  { _id, version, outbox }: Aggregate,
  count: number,
): Promise<void> {
  const published = outbox.slice(0, count);
  const remove = async (guard: object, update: object) => {
    const { modifiedCount } = await model.updateOne({ _id, ...guard }, update, { timestamps: false });
    return modifiedCount > 0;
  };
  if (count > 1) {
    // Every write that adds an event raises the version, so the outbox is the one that was read.
    const untouched = { version, 'outbox.0.eventId': published[0]?.eventId };
    if (await remove(untouched, { $set: { outbox: outbox.slice(count) } })) return;
  }
  for (const { eventId } of published)
    if (!(await remove({ 'outbox.0.eventId': eventId }, { $pop: { outbox: -1 } }))) return;
}
