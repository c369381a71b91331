import type { Types } from 'mongoose';
import type { Logger } from '../observability/logger.ts';
import type { Aggregate, AnyModel } from './aggregate.ts';
import { isEmpty, type Leftovers, outboxSizeFilter, removal, unset, valueAt } from './leftovers.ts';
import type { OutboxEntry } from './outbox.ts';
import { isTransient } from './transient.ts';

/** At the pace of one buyer, a longer delay saves no more commands. */
const DELAY_MS = 2000;
const BATCH_SIZE = 64;

/**
 * Removes published events and unneeded fields from the documents of one collection: with the next change of a document
 * if that comes soon, otherwise in a batch after two seconds, which saves a write for each. A crash loses only the list of
 * them: the events are published again then, which listeners tolerate. A deleted document is removed instead, with the last of
 * its events.
 */
export class DeferredCleanup {
  private readonly model: AnyModel;
  private readonly log: Logger;
  private readonly isDeletable: boolean;
  private readonly documents = new Map<string, Leftovers>();
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> = Promise.resolve();

  /** @param isDeletable whether documents can be deleted */
  constructor(model: AnyModel, log: Logger, isDeletable = false) {
    this.model = model;
    this.log = log;
    this.isDeletable = isDeletable;
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
    const removals = batch.map((leftovers) => removal(leftovers, this.isDeletable));
    const write = this.model.collection.bulkWrite(removals, { ordered: false });
    const { modifiedCount } = await write.catch((error: unknown) => {
      if (isTransient(error)) throw error;
      return { modifiedCount: 0 };
    });
    if (modifiedCount === batch.length)
      for (const leftovers of batch) this.markRemoved(leftovers.id, leftovers);
    // Another instance or a change has already removed some, or one of the documents is deleted or cannot be changed.
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
      const isLast = document.deletedAt !== undefined && outbox.length === 0;
      if (!(isLast ? await this.delete(guard) : await this.update(guard, outbox, remaining.fields))) return;
    }
    this.markRemoved(_id, leftovers);
  }

  /** @returns whether the document was as `guard` says */
  private async update(
    guard: object,
    outbox: OutboxEntry[],
    fields: Record<string, unknown>,
  ): Promise<boolean> {
    const { matchedCount } = await this.model.collection.updateOne(guard, {
      $set: { outbox },
      ...unset(fields),
    });
    return matchedCount > 0;
  }

  /** @returns whether the document was as `guard` says */
  private async delete(guard: object): Promise<boolean> {
    return (await this.model.collection.deleteOne(guard)).deletedCount > 0;
  }
}
