import type { Types } from 'mongoose';
import type { Aggregate } from './aggregate.ts';
import type { AnyStore } from './aggregate-store.ts';
import type { OutboxEntry } from './outbox.ts';

/** A document with events to publish. */
export interface Backlog {
  store: AnyStore;
  id: Types.ObjectId;
  /** Whether the events of failed instances are published too. */
  isRecovery: boolean;
  /** Version of the document from which the events were read. */
  version: number;
  /** Undefined if only the database has the events. */
  events: OutboxEntry[] | undefined;
  sinceMs: number;
  state: 'delayed' | 'waiting' | 'publishing';
  /** Number of writes that may have added events; a read during such a write is outdated. */
  writes: number;
}

/** Returns the events of a document that this instance publishes: its own, or all in a recovery. */
export const unpublished = (
  { cleanup, failureDetector }: AnyStore,
  document: Pick<Aggregate, '_id' | 'outbox'>,
  isRecovery: boolean,
): OutboxEntry[] =>
  cleanup.unpublished(document).filter(({ instance }) => isRecovery || instance === failureDetector.instance);

/** Unpublished events of one collection, as known to this instance. */
export interface PendingEvents {
  collection: string;
  /** Counts a document as one event if only the database has its events. */
  events: number;
  documents: number;
  oldestAgeSeconds: number;
}

/** Counts the unpublished events of a store. */
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

/** Returns when the first of some events occurred, in milliseconds since the epoch. */
export const occurredAtMs = (events: Pick<OutboxEntry, 'occurredAt'>[] | undefined): number =>
  Date.parse(events?.[0]?.occurredAt ?? '') || Date.now();
