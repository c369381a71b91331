import { setTimeout as sleep } from 'node:timers/promises';
import mongoose from 'mongoose';
import type { Bus, Delivery } from '../bus/bus.ts';
import { withTrace } from '../context.ts';
import { isTransient } from '../errors/transient.ts';
import type { Logger } from '../logger.ts';
import { isDuplicateKey } from '../mongo.ts';
import { Periodic } from '../periodic.ts';
import { idsOf, type Subject } from './contract.ts';
import type { Listener } from './listener.ts';
import { parseMessage } from './message.ts';

/** The server's run that this service has read last, in its own database. */
interface BrokerRun {
  _id: string;
  run: string;
  seenAt: Date;
  /** Until then one replica reads; the others leave it to it. */
  claimedUntil: Date;
}

const schema = new mongoose.Schema<BrokerRun>(
  { _id: String, run: String, seenAt: Date, claimedUntil: Date },
  { versionKey: false, collection: 'broker_runs' },
);

/** @internal */
export const BrokerRun = mongoose.model('BrokerRun', schema);

const ID = 'nats-streaming';
const LOOK_MS = 10_000;
const CLAIM_MS = 60_000;
/** As long as this a message may have waited for its ack, such as while a database was away, when the server ended. */
const WINDOW_MS = 60 * 60_000;
const RETRY_MS = 1000;
const NEVER = new Date(0);

const claim = () => ({ claimedUntil: new Date(Date.now() + CLAIM_MS) });

/**
 * Reads the channels again after each restart of the server. NATS Streaming forgets a client first, and hands what it
 * had not acked on to its group afterwards; when the server is killed in between, it drops those messages at its next
 * start ("Not recovering ghost durable queue subscriber"), though the channel has them. Handlers know what they have
 * done already.
 */
export class CatchUp {
  private readonly bus: Bus;
  private readonly listeners: Listener[];
  private readonly log: Logger;
  private readonly stopping = new AbortController();
  private readonly looking: Periodic;

  constructor(bus: Bus, listeners: Listener[], log: Logger) {
    this.bus = bus;
    this.listeners = listeners;
    this.log = log;
    this.looking = new Periodic(() => this.look(), LOOK_MS, log);
  }

  start(): void {
    this.bus.onReady(() => this.looking.kick());
    this.looking.start();
  }

  /** Resolves when the message under way has been taken; what was not read is read by another replica, or later. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.looking.stop();
  }

  private async look(): Promise<void> {
    const { run } = this.bus;
    if (!run) return;
    const now = new Date();
    const { matchedCount } = await BrokerRun.updateOne({ _id: ID, run }, { seenAt: now });
    if (matchedCount > 0) return;
    const last = await BrokerRun.findOneAndUpdate({ _id: ID, claimedUntil: { $lt: now } }, claim());
    if (!last) return meet(run);
    const renewing = setInterval(
      () => BrokerRun.updateOne({ _id: ID }, claim()).catch(() => {}),
      CLAIM_MS / 3,
    );
    try {
      await this.readAll(new Date(last.seenAt.getTime() - WINDOW_MS));
      await BrokerRun.updateOne({ _id: ID }, { run, seenAt: now, claimedUntil: NEVER });
    } catch (error) {
      await BrokerRun.updateOne({ _id: ID }, { claimedUntil: NEVER });
      throw error;
    } finally {
      clearInterval(renewing);
    }
  }

  private async readAll(since: Date): Promise<void> {
    let count = 0;
    for (const one of this.listeners)
      await this.bus.read(one.subject, since, async (delivery) => {
        await this.take(one, delivery);
        count++;
      });
    this.log.info({ since, count }, 'the server had been restarted; read again what it may have dropped');
  }

  /** A message that fails by its own fault has been parked, or will be, by the group that it is delivered to. */
  private async take(one: Listener, { subject, text, sequence }: Delivery): Promise<void> {
    for (;;) {
      this.stopping.signal.throwIfAborted();
      try {
        const event = parseMessage<Subject>(one.subject, text);
        const notes = { eventId: event.meta.eventId, ...idsOf(one.subject, event) };
        return await withTrace(event.meta.traceparent, () => one.handle(event), notes);
      } catch (error) {
        if (!isTransient(error))
          return this.log.warn(
            { err: error, subject, sequence },
            'did not take a message that was read again',
          );
      }
      await sleep(RETRY_MS, undefined, { signal: this.stopping.signal });
    }
  }
}

/** The first time that this service has met the server: it has missed nothing yet. */
async function meet(run: string): Promise<void> {
  try {
    await BrokerRun.create({ _id: ID, run, seenAt: new Date(), claimedUntil: NEVER });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
}
