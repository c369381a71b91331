import { EventEmitter } from 'node:events';
import type { Model, Types } from 'mongoose';
import type { Bus } from '../bus/bus.ts';
import { withoutTrace } from '../context.ts';
import { formatMessage, withEvent } from '../events/message.ts';
import type { Logger } from '../logger.ts';
import { outboxAge, outboxEvents } from '../metrics.ts';
import { Periodic } from '../periodic.ts';
import type { Aggregate, OutboxEntry } from './aggregate.ts';

// biome-ignore lint/suspicious/noExplicitAny: a relay serves models of every shape
type AnyModel = Model<any>;

const SWEEP_MS = 1000;
const SWEEP_LIMIT = 500;
const AT_ONCE = 8;
/** Of one document. */
const EVENTS_AT_ONCE = 64;

const written = new EventEmitter();

/** @internal Tells the relays of this process that a document has events to publish. */
export const announce = <T extends Aggregate>(model: Model<T>, id: Types.ObjectId): void => {
  written.emit('written', model, id);
};

/** What a sweep looks for: documents with unpublished events. */
export const hasEvents = { 'outbox.eventId': { $exists: true } };

/**
 * Publishes what the outboxes hold and takes it out after the server's ack. It is kicked by each write; a sweep
 * each second finds what a crash or an outage left behind. A crash between ack and removal publishes
 * events twice; consumers know them by their ids.
 */
export class OutboxRelay {
  private readonly bus: Bus;
  private readonly models: AnyModel[];
  private readonly log: Logger;
  private readonly flushing = new Map<string, Promise<void>>();
  private readonly again = new Set<string>();
  private readonly sweeper: Periodic;
  private stopped = false;

  constructor(bus: Bus, models: AnyModel[], log: Logger) {
    this.bus = bus;
    this.models = models;
    this.log = log;
    this.sweeper = new Periodic(() => this.sweep(), SWEEP_MS, log);
  }

  start(): void {
    written.on('written', this.onWritten);
    this.bus.onReady(() => this.sweeper.kick());
    this.sweeper.start();
  }

  /** Ends what is under way; what is left stays stored for the next start or another replica. */
  async stop(): Promise<void> {
    this.stopped = true;
    written.off('written', this.onWritten);
    await this.sweeper.stop();
    await Promise.all(this.flushing.values());
  }

  private readonly onWritten = (model: AnyModel, id: Types.ObjectId): void => {
    // What is published is seldom all of this one request.
    if (this.models.includes(model)) withoutTrace(() => void this.flush(model, id));
  };

  private async sweep(): Promise<void> {
    for (const model of this.models) {
      const left = await this.look(model);
      if (!this.bus.ready) continue;
      // A young event is being published right now by the replica that wrote it.
      const due = left.filter((doc) => Date.now() - Date.parse(doc.outbox[0]?.occurredAt ?? '') > SWEEP_MS);
      // Each replica in an order of its own, else all of them would publish the same events at the same time.
      const mixed = due
        .map((doc) => ({ doc, rank: Math.random() }))
        .sort((one, other) => one.rank - other.rank)
        .map(({ doc }) => doc);
      const workers = Array.from({ length: AT_ONCE }, async () => {
        for (let doc = mixed.shift(); doc && !this.stopped && this.bus.ready; doc = mixed.shift())
          await this.flush(model, doc._id);
      });
      await Promise.all(workers);
    }
  }

  /** @returns documents with events, of which these hold no more than when they happened */
  private async look(model: AnyModel): Promise<Aggregate[]> {
    const { name: collection } = model.collection;
    try {
      const left = await model
        .find(hasEvents, { 'outbox.occurredAt': 1 })
        .limit(SWEEP_LIMIT)
        .lean<Aggregate[]>();
      const times = left.flatMap(({ outbox }) => outbox.map(({ occurredAt }) => Date.parse(occurredAt)));
      outboxEvents.set({ collection }, times.length);
      outboxAge.set({ collection }, times.length && (Date.now() - Math.min(...times)) / 1000);
      return left;
    } catch (error) {
      // Rather no figure than an old one.
      outboxEvents.remove({ collection });
      outboxAge.remove({ collection });
      throw error;
    }
  }

  /** One flush a document at a time, so that its events leave in their order. */
  private flush(model: AnyModel, id: Types.ObjectId): Promise<void> {
    const key = `${model.modelName}/${id}`;
    const running = this.flushing.get(key);
    if (running) {
      this.again.add(key);
      return running;
    }
    const flush = this.publishAll(model, id)
      .catch((error) => this.log.warn({ err: error, document: key }, 'events stay in the outbox for now'))
      .finally(() => {
        this.flushing.delete(key);
        if (this.again.delete(key) && !this.stopped) void this.flush(model, id);
      });
    this.flushing.set(key, flush);
    return flush;
  }

  private async publishAll(model: AnyModel, id: Types.ObjectId): Promise<void> {
    for (let isMore = true; isMore && !this.stopped; ) isMore = await this.publishHead(model, id);
  }

  /**
   * Sends the events without waiting for each ack, or a document would take as many round trips as it has events; the
   * connection keeps their order.
   * @returns whether there are more behind them
   */
  private async publishHead(model: AnyModel, id: Types.ObjectId): Promise<boolean> {
    const doc = (await model.findById(id, { outbox: 1, version: 1 }).lean()) as Aggregate | null;
    if (!doc) return false;
    const acks = await Promise.allSettled(
      doc.outbox.slice(0, EVENTS_AT_ONCE).map((entry) => this.publish(entry)),
    );
    const failure = acks.find((ack) => ack.status === 'rejected');
    await takeOut(model, doc, failure ? acks.indexOf(failure) : acks.length);
    if (failure) throw failure.reason;
    return doc.outbox.length > acks.length;
  }

  private async publish({ subject, data, eventId, occurredAt, traceparent }: OutboxEntry): Promise<void> {
    await this.bus.publish(subject, formatMessage(data, { eventId, occurredAt, traceparent }));
    const log = () => this.log.info({ subject, occurredAt }, 'published a message');
    withEvent(subject, data, { traceparent, eventId }, log);
  }
}

/**
 * The outbox is a queue: only its head leaves, and only if no other replica took it out meanwhile. What an outage has
 * gathered leaves in one write, unless somebody wrote in between.
 */
async function takeOut(model: AnyModel, { _id, version, outbox }: Aggregate, count: number): Promise<void> {
  const published = outbox.slice(0, count);
  const isTaken = async (guard: object, update: object) => {
    const { modifiedCount } = await model.updateOne({ _id, ...guard }, update, { timestamps: false });
    return modifiedCount > 0;
  };
  if (count > 1) {
    // Whatever adds an event makes a new version, so the outbox is the one that was read.
    const untouched = { version, 'outbox.0.eventId': published[0]?.eventId };
    if (await isTaken(untouched, { $set: { outbox: outbox.slice(count) } })) return;
  }
  for (const { eventId } of published)
    if (!(await isTaken({ 'outbox.0.eventId': eventId }, { $pop: { outbox: -1 } }))) return;
}
