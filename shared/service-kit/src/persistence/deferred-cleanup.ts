import type { mongo, Types } from 'mongoose';
import type { Logger } from '../observability/logger.ts';
import type { Aggregate, AnyModel } from './aggregate.ts';
import type { OutboxEntry } from './outbox.ts';

const DELAY_MS = 1000;
const BATCH_SIZE = 64;

/** What one document holds and no longer needs. */
interface Leftovers {
  id: Types.ObjectId;
  /** Ids of published events: the first ones of its outbox. */
  events: string[];
  /** Fields by path, with the value that each is removed at. */
  fields: Record<string, unknown>;
}

/**
 * Removes published events and other leftovers from the documents of one collection: with the document's next change
 * where that comes soon, else in a batch a second later, as each would cost a write of its own otherwise. A crash loses
 * only the knowledge of them: events are published again then, which listeners allow for.
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

  /** Has published events removed. */
  addEvents(id: Types.ObjectId, eventIds: string[]): void {
    this.leftoversOf(id).events.push(...eventIds);
  }

  /** Has a field removed, provided that it still has this value. @param path of the field, such as `marks.1` */
  addField(id: Types.ObjectId, path: string, value: unknown): void {
    this.leftoversOf(id).fields[path] = value;
  }

  /** The events of a document that are not published yet. */
  unpublished({ _id, outbox }: Pick<Aggregate, '_id' | 'outbox'>): OutboxEntry[] {
    const events = this.documents.get(String(_id))?.events ?? [];
    return events.length === 0 ? outbox : outbox.filter(({ eventId }) => !events.includes(eventId));
  }

  /** What a document holds and no longer needs. */
  leftoversIn(document: Aggregate): Omit<Leftovers, 'id'> {
    const { events = [], fields = {} } = this.documents.get(String(document._id)) ?? {};
    return {
      events: events.filter((event) => document.outbox.some(({ eventId }) => eventId === event)),
      fields: Object.fromEntries(
        Object.entries(fields).filter(([path, value]) => valueAt(document, path) === value),
      ),
    };
  }

  /** Forgets leftovers that a write has removed. */
  forget(id: Types.ObjectId, { events, fields }: Omit<Leftovers, 'id'>): void {
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

  /** Removes everything known, now. @throws what the database throws */
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
    // Copies, as leftovers can be added during a write.
    const all = [...this.documents.values()].map(({ id, events, fields }) => ({
      id,
      events: [...events],
      fields: { ...fields },
    }));
    const single = all.filter(({ events }) => events.length <= 1);
    for (let start = 0; start < single.length; start += BATCH_SIZE)
      await this.removeBatch(single.slice(start, start + BATCH_SIZE));
    for (const leftovers of all.filter(({ events }) => events.length > 1)) await this.removeFrom(leftovers);
  }

  /** Removes at most one event from each document, in one command. */
  private async removeBatch(batch: Leftovers[]): Promise<void> {
    const { modifiedCount } = await this.model.collection.bulkWrite(batch.map(removal), { ordered: false });
    if (modifiedCount === batch.length) for (const leftovers of batch) this.forget(leftovers.id, leftovers);
    // Another instance or a change has removed some already.
    else for (const leftovers of batch) await this.removeFrom(leftovers);
  }

  /** Removes what a document still holds in one guarded write; the next round repeats it where somebody wrote meanwhile. */
  private async removeFrom(leftovers: Leftovers): Promise<void> {
    const { id: _id } = leftovers;
    const document = (await this.model.findById(_id).lean()) as Aggregate | null;
    const held = document ? this.leftoversIn(document) : { events: [], fields: {} };
    if (document && !isEmpty(held)) {
      const untouched = { _id, version: document.version, ...sizeOf(document) };
      const outbox = document.outbox.filter(({ eventId }) => !held.events.includes(eventId));
      const update = { $set: { outbox }, ...unset(held.fields) };
      const { matchedCount } = await this.model.collection.updateOne(untouched, update);
      if (matchedCount === 0) return;
    }
    this.forget(_id, leftovers);
  }
}

const isEmpty = ({ events, fields }: Omit<Leftovers, 'id'>): boolean =>
  events.length === 0 && Object.keys(fields).length === 0;

/** Only the head of an outbox leaves, and only if no other instance removed it meanwhile. */
const removal = ({ id: _id, events, fields }: Leftovers): mongo.AnyBulkWriteOperation => ({
  updateOne: {
    filter: { _id, ...headIs(events[0]), ...fields },
    update: { ...(events.length > 0 && { $pop: { outbox: -1 as const } }), ...unset(fields) },
  },
});

const headIs = (eventId: string | undefined) => (eventId ? { 'outbox.0.eventId': eventId } : {});

/** Guards a whole outbox: other instances remove events without raising the version, and these must not come back. */
export const sizeOf = ({ outbox }: Pick<Aggregate, 'outbox'>) => ({ outbox: { $size: outbox.length } });

/** The operator that removes fields; nothing where there are none. */
export const unset = (fields: Record<string, unknown>): { $unset?: Record<string, 1> } => {
  const paths = Object.keys(fields);
  return paths.length > 0 ? { $unset: Object.fromEntries(paths.map((path) => [path, 1 as const])) } : {};
};

const valueAt = (document: object, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document);
