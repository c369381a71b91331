import type { mongo, Types } from 'mongoose';
import type { Logger } from '../observability/logger.ts';
import type { Aggregate, AnyModel } from './aggregate.ts';
import type { OutboxEntry } from './outbox.ts';
import { isTransient } from './transient.ts';

/** At the pace of one buyer, a longer delay saves no more commands. */
const DELAY_MS = 2000;
const BATCH_SIZE = 64;

/** Parts of a document that are no longer needed. */
interface Leftovers {
  id: Types.ObjectId;
  /** Ids of published events, which come first in the outbox. */
  events: string[];
  /** Fields to remove by path, each with the value that it must still have. */
  fields: Record<string, unknown>;
}

/**
 * Removes published events and unneeded fields from the documents of one collection: with the next change of a document
 * if that comes soon, otherwise in a batch after two seconds, which saves a write for each. A crash loses only the list of
 * them: the events are published again then, which listeners tolerate.
 */
export class DeferredCleanup {
  private readonly model: AnyModel;
  private readonly log: Logger;
  private readonly documents = new Map<string, Leftovers>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  constructor(model: AnyModel, log: Logger) {
    this.model = model;
    this.log = log;
  }

  /** Schedules the removal of published events. */
  addEvents(id: Types.ObjectId, eventIds: string[]): void {
    this.leftoversOf(id).events.push(...eventIds);
  }

  /**
   * Schedules the removal of a field, if it still has this value then.
   * @param path path of the field, such as `marks.1`
   */
  addField(id: Types.ObjectId, path: string, value: unknown): void {
    this.leftoversOf(id).fields[path] = value;
  }

  /** Returns the events of a document that are not published yet. */
  unpublished({ _id, outbox }: Pick<Aggregate, '_id' | 'outbox'>): OutboxEntry[] {
    const events = this.documents.get(String(_id))?.events ?? [];
    return events.length === 0 ? outbox : outbox.filter(({ eventId }) => !events.includes(eventId));
  }

  /** Returns the leftovers that a document still contains. */
  leftoversIn(document: Aggregate): Omit<Leftovers, 'id'> {
    const { events = [], fields = {} } = this.documents.get(String(document._id)) ?? {};
    return {
      events: events.filter((event) => document.outbox.some(({ eventId }) => eventId === event)),
      fields: Object.fromEntries(
        Object.entries(fields).filter(([path, value]) => valueAt(document, path) === value),
      ),
    };
  }

  /** Drops leftovers that a write has removed. */
  markRemoved(id: Types.ObjectId, { events, fields }: Omit<Leftovers, 'id'>): void {
    const leftovers = this.documents.get(String(id));
    if (!leftovers) return;
    leftovers.events = leftovers.events.filter((event) => !events.includes(event));
    for (const [path, value] of Object.entries(fields))
      if (leftovers.fields[path] === value) delete leftovers.fields[path];
    if (isEmpty(leftovers)) this.documents.delete(String(id));
  }

  /** True when nothing is left to remove. */
  get isIdle(): boolean {
    return this.documents.size === 0;
  }

  /** Removes all known leftovers now. @throws errors of the database */
  async flush(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.running;
    await this.removeAll();
  }

  private leftoversOf(id: Types.ObjectId): Leftovers {
    const key = String(id);
    const leftovers = this.documents.get(key) ?? { id, events: [], fields: {} };
    this.documents.set(key, leftovers);
    this.schedule();
    return leftovers;
  }

  private schedule(): void {
    this.timer ??= setTimeout(() => {
      this.running = this.running
        .then(() => this.removeAll())
        .catch((err) => this.log.warn({ err }, 'cleanup of published events failed; will retry'))
        .finally(() => {
          this.timer = undefined;
          if (!this.isIdle) this.schedule();
        });
    }, DELAY_MS).unref();
  }

  private async removeAll(): Promise<void> {
    // Copies, since leftovers can be added during a write.
    const all = [...this.documents.values()].map(({ id, events, fields }) => ({
      id,
      events: [...events],
      fields: { ...fields },
    }));
    const single = all.filter(({ events }) => events.length <= 1);
    for (let start = 0; start < single.length; start += BATCH_SIZE)
      await this.removeBatch(single.slice(start, start + BATCH_SIZE));
    for (const leftovers of all.filter(({ events }) => events.length > 1))
      await this.removeFromOrSkip(leftovers);
  }

  /** Removes at most one event from each document, in one command. */
  private async removeBatch(batch: Leftovers[]): Promise<void> {
    const write = this.model.collection.bulkWrite(batch.map(removal), { ordered: false });
    const { modifiedCount } = await write.catch((error: unknown) => {
      if (isTransient(error)) throw error;
      return { modifiedCount: 0 };
    });
    if (modifiedCount === batch.length)
      for (const leftovers of batch) this.markRemoved(leftovers.id, leftovers);
    // Another instance or a change has already removed some, or one of the documents cannot be changed.
    else for (const leftovers of batch) await this.removeFromOrSkip(leftovers);
  }

  /** A document that cannot be changed must not keep the others from their cleanup. */
  private async removeFromOrSkip(leftovers: Leftovers): Promise<void> {
    await this.removeFrom(leftovers).catch((err: unknown) => {
      if (isTransient(err)) throw err;
      this.log.error({ err, document: leftovers.id }, 'cleanup of a document failed; its events remain');
      this.markRemoved(leftovers.id, leftovers);
    });
  }

  /** Removes the leftovers of a document in one guarded write; after a concurrent change the next round repeats it. */
  private async removeFrom(leftovers: Leftovers): Promise<void> {
    const { id: _id } = leftovers;
    const document = (await this.model.findById(_id).lean()) as Aggregate | null;
    const remaining = document ? this.leftoversIn(document) : { events: [], fields: {} };
    if (document && !isEmpty(remaining)) {
      const guard = { _id, version: document.version, ...outboxSizeFilter(document) };
      const outbox = document.outbox.filter(({ eventId }) => !remaining.events.includes(eventId));
      const update = { $set: { outbox }, ...unset(remaining.fields) };
      const { matchedCount } = await this.model.collection.updateOne(guard, update);
      if (matchedCount === 0) return;
    }
    this.markRemoved(_id, leftovers);
  }
}

const isEmpty = ({ events, fields }: Omit<Leftovers, 'id'>): boolean =>
  events.length === 0 && Object.keys(fields).length === 0;

/** Removes only the head of an outbox, and only if no other instance has removed it. */
const removal = ({ id: _id, events, fields }: Leftovers): mongo.AnyBulkWriteOperation => ({
  updateOne: {
    filter: { _id, ...headFilter(events[0]), ...fields },
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

const valueAt = (document: object, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
