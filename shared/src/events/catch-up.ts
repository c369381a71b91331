import { setTimeout as sleep } from 'node:timers/promises';
import type { Bus, Delivery } from '../bus/bus.ts';
import { isTransient } from '../errors/transient.ts';
import type { Logger } from '../logger.ts';
import { Periodic } from '../periodic.ts';
import { isRead, readOnce } from './broker-run.ts';
import { eventOf, giveUp, type Listener, MAX_DELIVERIES } from './listener.ts';
import { withEvent } from './message.ts';

const LOOK_MS = 10_000;
/** As long as this a message may have waited for its ack, such as while a database was away, when the server ended. */
const WINDOW_MS = 60 * 60_000;
const RETRY_MS = 1000;
/** After each message it rests for this many times as long: a server that is just back has more urgent work. */
const REST = 4;
const LONGEST_REST_MS = 1000;

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
    if (!run || (await isRead(run))) return;
    await readOnce(run, (lastSeen) => this.readAll(new Date(lastSeen.getTime() - WINDOW_MS)));
  }

  private async readAll(since: Date): Promise<void> {
    let count = 0;
    for (const one of this.listeners)
      await this.bus.read(one.subject, since, async (delivery) => {
        const begin = Date.now();
        await this.take(one, delivery);
        count++;
        const rest = Math.min((Date.now() - begin) * REST, LONGEST_REST_MS);
        await sleep(rest, undefined, { signal: this.stopping.signal });
      });
    this.log.info({ since, count }, 'the server had been restarted; read again what it may have dropped');
  }

  /** What was dropped is delivered to nobody, so whatever would park it otherwise does not. */
  private async take(one: Listener, delivery: Delivery): Promise<void> {
    const event = await eventOf(one, delivery, this.log);
    if (!event) return;
    for (let failures = 0; ; ) {
      this.stopping.signal.throwIfAborted();
      try {
        return await withEvent(one.subject, event, event.meta, () => one.handle(event));
      } catch (error) {
        if (!isTransient(error) && ++failures >= MAX_DELIVERIES)
          return giveUp({ ...delivery, deliveries: failures }, error, this.log);
        const { subject, sequence } = delivery;
        this.log.warn({ err: error, subject, sequence }, 'did not take a message that was read again yet');
      }
      await sleep(RETRY_MS, undefined, { signal: this.stopping.signal });
    }
  }
}
