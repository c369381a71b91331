import type { Types } from 'mongoose';
import type { Aggregate } from './aggregate.ts';
import type { AnyStore } from './aggregate-store.ts';
import type { OutboxEntry } from './outbox.ts';

/** A document with events to publish. */
export interface Backlog {
  store: AnyStore;
  id: Types.ObjectId;
  /** True where the events of failed instances are to be published too. */
  isRecovery: boolean;
  /** Of the document that the events were taken from. */
  version: number;
  /** Undefined where only the database knows them. */
  events: OutboxEntry[] | undefined;
  sinceMs: number;
  state: 'delayed' | 'waiting' | 'publishing';
  /** Counts the writes that may have added events; a read that one of them overtakes is too old. */
  writes: number;
}

/** The events of a document that this instance has to publish: its own, in a recovery all. */
export const unpublished = (
  { cleanup, failureDetector }: AnyStore,
  document: Pick<Aggregate, '_id' | 'outbox'>,
  isRecovery: boolean,
): OutboxEntry[] =>
  cleanup.unpublished(document).filter(({ instance }) => isRecovery || instance === failureDetector.instance);

/** The events of one collection that wait to be published, as far as this instance knows. */
export interface PendingEvents {
  collection: string;
  /** Where only the database knows the events of a document, they count as one. */
  events: number;
  documents: number;
  oldestAgeSeconds: number;
}

/** Counts what waits of one store. */
export function pendingEvents(store: AnyStore, backlogs: Iterable<Backlog>): PendingEvents {
  const pending = { collection: store.model.collection.name, events: 0, documents: 0, oldestAgeSeconds: 0 };
  const now = Date.now();
  for (const { store: owner, events, sinceMs } of backlogs) {
    if (owner !== store) continue;
    pending.events += events?.length ?? 1;
    pending.documents++;
    pending.oldestAgeSeconds = Math.max(pending.oldestAgeSeconds, (now - sinceMs) / 1000);
  }
  return pending;
}

/** When the first of some events occurred, in milliseconds since the epoch. */
export const occurredAtMs = (events: Pick<OutboxEntry, 'occurredAt'>[] | undefined): number =>
  Date.parse(events?.[0]?.occurredAt ?? '') || Date.now();
