import type { Types } from 'mongoose';
import type { Bus } from '../messaging/bus.ts';
import { formatMessage, withEvent } from '../messaging/message.ts';
import { withoutTrace } from '../observability/log-context.ts';
import type { Logger } from '../observability/logger.ts';
import { settlesWithin } from '../runtime/settles-within.ts';
import type { Aggregate } from './aggregate.ts';
import type { AnyStore } from './aggregate-store.ts';
import { type Backlog, occurredAtMs, type PendingEvents, pendingEvents, unpublished } from './backlog.ts';
import type { RecoverableWork } from './failure-detector.ts';
import type { OutboxEntry } from './outbox.ts';

/** Number of documents whose events are published concurrently. */
const CONCURRENCY = 32;
/** Number of events of one document that are published without waiting for acks. */
const BATCH_SIZE = 16;
const RETRY_DELAY_MS = 1000;
/** An event younger than this is probably being published by the instance that stored it. */
const FOREIGN_GRACE_MS = 3000;
/** Beyond this number, only the ids of documents are kept in memory. */
const MAX_DOCUMENTS_IN_MEMORY = 1000;

/** Maximum wait of a shutdown for the removal of published events from outboxes. */
const CLEANUP_WAIT_MS = 3000;

/** Matches documents with unpublished events. */
const pendingOutboxFilter = { 'outbox.eventId': { $exists: true } };

/**
 * Transactional outbox relay: publishes the events of outboxes and has them removed after the broker's ack. The write
 * that stores an event passes it on, and each instance publishes its own; events of a crashed instance are recovered
 * (`FailureDetector`). A crash between ack and removal publishes events twice; listeners are idempotent by event id.
 */
export class OutboxRelay implements RecoverableWork {
  private readonly bus: Bus;
  private readonly log: Logger;
  private readonly stores: AnyStore[] = [];
  private readonly backlogs = new Map<string, Backlog>();
  private readonly waiting = new Set<Backlog>();
  private readonly publishing = new Set<Promise<void>>();
  private stopped = false;

  constructor(bus: Bus, log: Logger) {
    this.bus = bus;
    this.log = log;
  }

  /** Publishes the events of a store from now on. */
  register(store: AnyStore): void {
    this.stores.push(store);
    store.onWrite((id, after: Aggregate | undefined) => this.handleWrite(store, id, after));
  }

  start(): void {
    this.bus.onReady(() => this.publishWaiting());
  }

  /** Finishes what is being published; the rest stays stored for the next start or another instance. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.publishing);
    const cleanup = Promise.all(this.stores.map((store) => store.cleanup.flush()));
    if (!(await settlesWithin(cleanup, CLEANUP_WAIT_MS)))
      this.log.warn('published events remain in outboxes; they will be published again');
  }

  get isIdle(): boolean {
    return this.backlogs.size === 0 && this.stores.every(({ cleanup }) => cleanup.isIdle);
  }

  async recover(): Promise<void> {
    for (const store of this.stores) {
      const found = store.model.find(pendingOutboxFilter, { 'outbox.occurredAt': 1 }).lean<Aggregate[]>();
      for await (const { _id: id, outbox } of found.cursor()) {
        const known = this.backlogs.get(keyOf(store, id));
        // The document may also contain events of another instance.
        if (known) this.update(Object.assign(known, { isRecovery: true }), undefined);
        else this.addRecovered(store, id, occurredAtMs(outbox));
      }
    }
  }

  /** Counts unpublished events for metrics, without a read. */
  pending(): PendingEvents[] {
    return this.stores.map((store) => pendingEvents(store, this.backlogs.values()));
  }

  /** Adds the events that a write has stored, or may have stored. */
  private handleWrite(store: AnyStore, id: Types.ObjectId, after: Aggregate | undefined): void {
    const known = this.backlogs.get(keyOf(store, id));
    const events = after && unpublished(store, after, false);
    if (known) this.update(known, after);
    if (known || events?.length === 0) return;
    const kept = this.backlogs.size < MAX_DOCUMENTS_IN_MEMORY ? events : undefined;
    this.enqueue(
      this.add(store, id, { version: after?.version, events: kept, sinceMs: occurredAtMs(events) }),
    );
  }

  private update(known: Backlog, after: Aggregate | undefined): void {
    // The answers to two writes can arrive in reverse order.
    if (after && after.version < known.version) return;
    known.writes++;
    known.version = after?.version ?? known.version;
    const isKept = known.events !== undefined || known.state === 'publishing';
    known.events = after && isKept ? unpublished(known.store, after, known.isRecovery) : undefined;
  }

  /** Delays events of another instance while that one may be publishing them. */
  private addRecovered(store: AnyStore, id: Types.ObjectId, sinceMs: number): void {
    const graceMs = sinceMs + FOREIGN_GRACE_MS - Date.now();
    // The clock of that instance may be ahead.
    const backlog = this.add(store, id, { sinceMs, isRecovery: true });
    this.enqueueIn(backlog, Math.min(Math.max(0, graceMs), FOREIGN_GRACE_MS));
  }

  private add(
    store: AnyStore,
    id: Types.ObjectId,
    { version = -1, events, sinceMs, isRecovery = false }: Partial<Backlog> & { sinceMs: number },
  ): Backlog {
    const backlog: Backlog = {
      ...{ store, id, isRecovery, version, events, sinceMs },
      state: 'delayed',
      writes: 0,
    };
    this.backlogs.set(keyOf(store, id), backlog);
    return backlog;
  }

  private enqueueIn(backlog: Backlog, delayMs: number): void {
    setTimeout(() => this.enqueue(backlog), delayMs).unref();
  }

  private enqueue(backlog: Backlog): void {
    backlog.state = 'waiting';
    this.waiting.add(backlog);
    // Outside of the current trace, because most published events belong to other requests.
    withoutTrace(() => this.publishWaiting());
  }

  private publishWaiting(): void {
    while (!this.stopped && this.bus.ready && this.publishing.size < CONCURRENCY) {
      const [backlog] = this.waiting;
      if (!backlog) return;
      this.waiting.delete(backlog);
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
      do await this.publishBatch(backlog, await this.eventsOf(backlog));
      while (!this.stopped && backlog.events?.length !== 0);
      if (backlog.events?.length === 0) this.backlogs.delete(keyOf(store, id));
    } catch (err) {
      this.log.warn({ err, document: keyOf(store, id) }, 'outbox publish failed; will retry');
      backlog.state = 'delayed';
      this.enqueueIn(backlog, RETRY_DELAY_MS);
    }
  }

  /** Returns the events of a document, and reads them if only the database has them. */
  private async eventsOf(backlog: Backlog): Promise<OutboxEntry[]> {
    const { store, id } = backlog;
    while (!backlog.events) {
      const { writes } = backlog;
      const document: Aggregate | null = await store.findStored(id);
      if (backlog.writes !== writes) continue;
      backlog.version = document?.version ?? -1;
      backlog.events = document ? unpublished(store, document, backlog.isRecovery) : [];
    }
    return backlog.events;
  }

  /** Publishes the next events of a document without waiting for each ack, as the connection keeps their order. */
  private async publishBatch(backlog: Backlog, events: OutboxEntry[]): Promise<void> {
    const batch = events.slice(0, BATCH_SIZE);
    const acks = await Promise.allSettled(batch.map((entry) => this.publish(entry)));
    const failure = acks.find((ack) => ack.status === 'rejected');
    const published = batch
      .slice(0, failure ? acks.indexOf(failure) : acks.length)
      .map(({ eventId }) => eventId);
    if (published.length > 0) backlog.store.cleanup.addEvents(backlog.id, published);
    // Another write may have added events meanwhile.
    backlog.events = backlog.events?.filter(({ eventId }) => !published.includes(eventId));
    if (backlog.events?.length) backlog.sinceMs = occurredAtMs(backlog.events);
    if (failure) throw failure.reason;
  }

  private async publish({ subject, data, eventId, occurredAt, traceparent }: OutboxEntry): Promise<void> {
    await this.bus.publish(subject, formatMessage(data, { eventId, occurredAt, traceparent }));
    const log = () => this.log.info({ subject, occurredAt }, 'event published');
    withEvent(subject, data, { traceparent, eventId }, log);
  }
}

const keyOf = ({ model }: AnyStore, id: Types.ObjectId): string => `${model.modelName}/${id}`;
