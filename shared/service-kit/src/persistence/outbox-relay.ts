import type { Types } from 'mongoose';
import type { Bus } from '../messaging/bus.ts';
import { formatMessage, withEvent } from '../messaging/message.ts';
import { withoutTrace } from '../observability/log-context.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { Poller } from '../runtime/poller.ts';
import type { Aggregate } from './aggregate.ts';
import type { AnyModel, Relay } from './aggregate-store.ts';
import type { OutboxEntry } from './outbox.ts';
import { removePublished } from './remove-published.ts';

const SWEEP_INTERVAL_MS = 1000;
const SWEEP_LIMIT = 500;
const CONCURRENCY = 8;
/** Events of one document published at once. */
const BATCH_SIZE = 64;

/** Finds the documents with unpublished events. */
const pendingOutboxFilter = { 'outbox.eventId': { $exists: true } };

/**
 * Transactional outbox relay: publishes what the outboxes hold and removes it after the broker's ack. Each write wakes
 * it; a sweep finds what a crash or an outage left behind. A crash between ack and removal publishes events twice;
 * listeners are idempotent by event id.
 */
export class OutboxRelay implements Relay {
  private readonly bus: Bus;
  private readonly metrics: Metrics;
  private readonly log: Logger;
  private readonly models: AnyModel[] = [];
  private readonly flushing = new Map<string, Promise<void>>();
  private readonly flushAgain = new Set<string>();
  private readonly sweeper: Poller;
  private started = false;
  private stopped = false;

  constructor(bus: Bus, metrics: Metrics, log: Logger) {
    this.bus = bus;
    this.metrics = metrics;
    this.log = log;
    this.sweeper = new Poller(() => this.sweep(), SWEEP_INTERVAL_MS, log);
  }

  register(model: AnyModel): void {
    this.models.push(model);
  }

  start(): void {
    this.started = true;
    this.bus.onReady(() => this.sweeper.trigger());
    this.sweeper.start();
  }

  /** Finishes what is under way; the rest stays stored for the next start or another instance. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.sweeper.stop();
    await Promise.all(this.flushing.values());
  }

  wakeRelay(model: AnyModel, id: Types.ObjectId): void {
    // Most of what a flush publishes belongs to other requests.
    if (this.started && !this.stopped) withoutTrace(() => void this.flush(model, id));
  }

  /** Documents with unpublished events in all collections. */
  async countPending(): Promise<number> {
    const counts = await Promise.all(this.models.map((model) => model.countDocuments(pendingOutboxFilter)));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  private async sweep(): Promise<void> {
    for (const model of this.models) {
      const pending = await this.findPending(model);
      if (!this.bus.ready) continue;
      // The instance that wrote a young event is publishing it right now.
      const due = pending.filter(
        (doc) => Date.now() - Date.parse(doc.outbox[0]?.occurredAt ?? '') > SWEEP_INTERVAL_MS,
      );
      // Each instance in its own order, or all of them would publish the same events at the same time.
      const shuffled = due
        .map((doc) => ({ doc, rank: Math.random() }))
        .sort((one, other) => one.rank - other.rank)
        .map(({ doc }) => doc);
      const workers = Array.from({ length: CONCURRENCY }, async () => {
        for (let doc = shuffled.shift(); doc && !this.stopped && this.bus.ready; doc = shuffled.shift())
          await this.flush(model, doc._id);
      });
      await Promise.all(workers);
    }
  }

  /** @returns documents with events, of which these hold only when they occurred */
  private async findPending(model: AnyModel): Promise<Aggregate[]> {
    const { name: collection } = model.collection;
    const { outboxEvents, outboxAge } = this.metrics;
    try {
      const pending = await model
        .find(pendingOutboxFilter, { 'outbox.occurredAt': 1 })
        .limit(SWEEP_LIMIT)
        .lean<Aggregate[]>();
      const times = pending.flatMap(({ outbox }) => outbox.map(({ occurredAt }) => Date.parse(occurredAt)));
      outboxEvents.set({ collection }, times.length);
      outboxAge.set({ collection }, times.length && (Date.now() - Math.min(...times)) / 1000);
      return pending;
    } catch (error) {
      // No figure is better than an old one.
      outboxEvents.remove({ collection });
      outboxAge.remove({ collection });
      throw error;
    }
  }

  /** One flush per document at a time, so that its events leave in order. */
  private flush(model: AnyModel, id: Types.ObjectId): Promise<void> {
    const key = `${model.modelName}/${id}`;
    const running = this.flushing.get(key);
    if (running) {
      this.flushAgain.add(key);
      return running;
    }
    const flush = this.publishAll(model, id)
      .catch((error) => this.log.warn({ err: error, document: key }, 'outbox publish failed; will retry'))
      .finally(() => {
        this.flushing.delete(key);
        if (this.flushAgain.delete(key) && !this.stopped) void this.flush(model, id);
      });
    this.flushing.set(key, flush);
    return flush;
  }

  private async publishAll(model: AnyModel, id: Types.ObjectId): Promise<void> {
    for (let isMore = true; isMore && !this.stopped; ) isMore = await this.publishBatch(model, id);
  }

  /**
   * Publishes events without waiting for each ack, or a document would take as many round trips as it has events; the
   * connection keeps their order.
   * @returns whether there are more behind them
   */
  private async publishBatch(model: AnyModel, id: Types.ObjectId): Promise<boolean> {
    const doc = (await model.findById(id, { outbox: 1, version: 1 }).lean()) as Aggregate | null;
    if (!doc) return false;
    const acks = await Promise.allSettled(
      doc.outbox.slice(0, BATCH_SIZE).map((entry) => this.publish(entry)),
    );
    const failure = acks.find((ack) => ack.status === 'rejected');
    await removePublished(model, doc, failure ? acks.indexOf(failure) : acks.length);
    if (failure) throw failure.reason;
    return doc.outbox.length > acks.length;
  }

  private async publish({ subject, data, eventId, occurredAt, traceparent }: OutboxEntry): Promise<void> {
    await this.bus.publish(subject, formatMessage(data, { eventId, occurredAt, traceparent }));
    const log = () => this.log.info({ subject, occurredAt }, 'event published');
    withEvent(subject, data, { traceparent, eventId }, log);
  }
}
