import type { Types } from 'mongoose';
import type { Bus } from '../messaging/bus.ts';
import { formatMessage, withEvent } from '../messaging/message.ts';
import { withoutTrace } from '../observability/log-context.ts';
import type { Logger } from '../observability/logger.ts';
import type { Aggregate } from './aggregate.ts';
import type { AnyStore } from './aggregate-store.ts';
import type { RecoverableWork } from './failure-detector.ts';
import type { OutboxEntry } from './outbox.ts';

/** Documents whose events are published at the same time. */
const CONCURRENCY = 64;
/** Events of one document published without waiting for the acks of those before them. */
const BATCH_SIZE = 64;
const RETRY_DELAY_MS = 1000;
/** An event this young was probably stored by another instance, which is publishing it. */
const FOREIGN_GRACE_MS = 3000;
/** Of further documents only the ids are kept in memory. */
const MAX_DOCUMENTS_IN_MEMORY = 1000;

/** Finds the documents with unpublished events. */
const pendingOutboxFilter = { 'outbox.eventId': { $exists: true } };

/** A document with events to publish. */
interface Backlog {
  store: AnyStore;
  id: Types.ObjectId;
  /** Of the document that the events were taken from. */
  version: number;
  /** Undefined where only the database knows them. */
  events: OutboxEntry[] | undefined;
  sinceMs: number;
  state: 'delayed' | 'waiting' | 'publishing';
}

/** The events of one collection that wait to be published, as far as this instance knows. */
export interface PendingEvents {
  collection: string;
  events: number;
  documents: number;
  oldestAgeSeconds: number;
}

/**
 * Transactional outbox relay: publishes the events of outboxes and has them removed after the broker's ack. The write
 * that stores an event hands it over; what a crash left behind is recovered (`FailureDetector`). A crash between ack and
 * removal publishes events twice; listeners are idempotent by event id.
 */
export class OutboxRelay implements RecoverableWork {
  private readonly bus: Bus;
  private readonly log: Logger;
  private readonly stores: AnyStore[] = [];
  private readonly backlogs = new Map<string, Backlog>();
  private readonly waiting: Backlog[] = [];
  private readonly publishing = new Set<Promise<void>>();
  private stopped = false;

  constructor(bus: Bus, log: Logger) {
    this.bus = bus;
    this.log = log;
  }

  /** Publishes the events of a store from now on. */
  register(store: AnyStore): void {
    this.stores.push(store);
    store.onWrite((id, after: Aggregate | undefined) => this.take(store, id, after));
  }

  start(): void {
    this.bus.onReady(() => this.publishWaiting());
  }

  /** Finishes what is under way; the rest stays stored for the next start or another instance. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.publishing);
    await Promise.all(this.stores.map(({ cleanup }) => cleanup.flush()));
  }

  get isIdle(): boolean {
    return this.backlogs.size === 0 && this.stores.every(({ cleanup }) => cleanup.isIdle);
  }

  async recover(): Promise<void> {
    for (const store of this.stores) {
      const found = store.model.find(pendingOutboxFilter, { 'outbox.occurredAt': 1 }).lean<Aggregate[]>();
      for await (const { _id: id, outbox } of found.cursor()) {
        if (this.backlogs.has(keyOf(store, id))) continue;
        const sinceMs = Date.parse(outbox[0]?.occurredAt ?? '');
        const backlog = this.add({ store, id, version: -1, events: undefined, sinceMs, state: 'delayed' });
        this.enqueueIn(backlog, Math.max(0, sinceMs + FOREIGN_GRACE_MS - Date.now()));
      }
    }
  }

  /** Counts what waits, for metrics; reads nothing. */
  pending(): PendingEvents[] {
    return this.stores.map((store) => {
      const backlogs = [...this.backlogs.values()].filter((backlog) => backlog.store === store);
      const since = Math.min(...backlogs.map(({ sinceMs }) => sinceMs));
      return {
        collection: store.model.collection.name,
        events: backlogs.reduce((sum, { events }) => sum + (events?.length ?? 1), 0),
        documents: backlogs.length,
        oldestAgeSeconds: backlogs.length && (Date.now() - since) / 1000,
      };
    });
  }

  /** Takes the events over that a write has stored, or may have stored. */
  private take(store: AnyStore, id: Types.ObjectId, after: Aggregate | undefined): void {
    const known = this.backlogs.get(keyOf(store, id));
    // Answers to two writes can arrive in the other order.
    if (after && known && after.version < known.version) return;
    const version = after?.version ?? known?.version ?? -1;
    const events = after && store.cleanup.unpublished(after);
    if (known) {
      Object.assign(known, { version, events });
    } else if (events?.length !== 0) {
      const sinceMs = Date.parse(events?.[0]?.occurredAt ?? '') || Date.now();
      const kept = this.backlogs.size < MAX_DOCUMENTS_IN_MEMORY ? events : undefined;
      this.enqueue(this.add({ store, id, version, events: kept, sinceMs, state: 'delayed' }));
    }
  }

  private add(backlog: Backlog): Backlog {
    this.backlogs.set(keyOf(backlog.store, backlog.id), backlog);
    return backlog;
  }

  private enqueueIn(backlog: Backlog, delayMs: number): void {
    setTimeout(() => this.enqueue(backlog), delayMs).unref();
  }

  private enqueue(backlog: Backlog): void {
    backlog.state = 'waiting';
    this.waiting.push(backlog);
    // Most of what is published belongs to other requests.
    withoutTrace(() => this.publishWaiting());
  }

  private publishWaiting(): void {
    while (!this.stopped && this.bus.ready && this.publishing.size < CONCURRENCY) {
      const backlog = this.waiting.shift();
      if (!backlog) return;
      backlog.state = 'publishing';
      const work = this.publishBacklog(backlog).finally(() => {
        this.publishing.delete(work);
        this.publishWaiting();
      });
      this.publishing.add(work);
    }
  }

  private async publishBacklog(backlog: Backlog): Promise<void> {
    const { store, id } = backlog;
    try {
      while (!this.stopped && (await this.publishBatch(backlog)));
      if (backlog.events?.length === 0) this.backlogs.delete(keyOf(store, id));
    } catch (err) {
      this.log.warn({ err, document: keyOf(store, id) }, 'outbox publish failed; will retry');
      backlog.state = 'delayed';
      this.enqueueIn(backlog, RETRY_DELAY_MS);
    }
  }

  /**
   * Publishes the next events of a document, in order but without waiting for each ack: the connection keeps the order.
   * @returns whether there are more
   */
  private async publishBatch(backlog: Backlog): Promise<boolean> {
    const { store, id } = backlog;
    backlog.events ??= await this.read(backlog);
    const batch = backlog.events.slice(0, BATCH_SIZE);
    const acks = await Promise.allSettled(batch.map((entry) => this.publish(entry)));
    const failure = acks.find((ack) => ack.status === 'rejected');
    const published = batch.slice(0, failure ? acks.indexOf(failure) : acks.length);
    if (published.length > 0)
      store.cleanup.addEvents(
        id,
        published.map(({ eventId }) => eventId),
      );
    // Another write may have added events meanwhile.
    backlog.events = backlog.events?.filter(
      (entry) => !published.some(({ eventId }) => eventId === entry.eventId),
    );
    if (failure) throw failure.reason;
    return backlog.events?.length !== 0;
  }

  private async read({ store, id }: Backlog): Promise<OutboxEntry[]> {
    const document: Aggregate | null = await store.find(id);
    return document ? store.cleanup.unpublished(document) : [];
  }

  private async publish({ subject, data, eventId, occurredAt, traceparent }: OutboxEntry): Promise<void> {
    await this.bus.publish(subject, formatMessage(data, { eventId, occurredAt, traceparent }));
    const log = () => this.log.info({ subject, occurredAt }, 'event published');
    withEvent(subject, data, { traceparent, eventId }, log);
  }
}

const keyOf = ({ model }: AnyStore, id: Types.ObjectId): string => `${model.modelName}/${id}`;
