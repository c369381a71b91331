import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../observability/logger.ts';
import { isTransient } from '../persistence/transient.ts';
import { Poller } from '../runtime/poller.ts';
import { retry } from '../runtime/retry.ts';
import type { BrokerInstances } from './broker-instance.ts';
import type { Bus, Delivery } from './bus.ts';

const POLL_INTERVAL_MS = 30_000;
/** A message may have waited this long for its ack, such as while a database was unavailable, when the broker stopped. */
const WINDOW_MS = 60 * 60_000;
const RETRY_DELAY = { minDelayMs: 1000, maxDelayMs: 1000 };
/** Pause after each message, as a multiple of the time it took: a broker that has just restarted has more urgent work. */
const THROTTLE_FACTOR = 4;
const MAX_PAUSE_MS = 1000;

/** A subject with the handler that live deliveries go through too. */
export interface Subscription {
  subject: string;
  handle: (delivery: Delivery) => Promise<void>;
}

/**
 * Replays the channels after each restart of the broker. NATS Streaming forgets a client first, and hands its unacked
 * messages on to the group afterwards; killed in between, it drops those messages at its next start ("Not recovering
 * ghost durable queue subscriber"), though the channel still has them. Listeners are idempotent.
 */
export class MissedMessageReplay {
  private readonly bus: Bus;
  private readonly instances: BrokerInstances;
  private readonly subscriptions: Subscription[];
  private readonly log: Logger;
  private readonly stopping = new AbortController();
  private readonly poller: Poller;

  constructor(bus: Bus, instances: BrokerInstances, subscriptions: Subscription[], log: Logger) {
    this.bus = bus;
    this.instances = instances;
    this.subscriptions = subscriptions;
    this.log = log;
    this.poller = new Poller(() => this.poll(), POLL_INTERVAL_MS, log);
  }

  start(): void {
    this.bus.onReady(() => this.poller.trigger());
    this.poller.start();
  }

  /** Resolves when the message under way has been handled; another instance replays the rest, or the next start does. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.poller.stop();
  }

  private async poll(): Promise<void> {
    const { serverId } = this.bus;
    if (!serverId || (await this.instances.isReplayed(serverId))) return;
    await this.instances.withReplayLease(serverId, (lastSeen) =>
      this.replay(new Date(lastSeen.getTime() - WINDOW_MS)),
    );
  }

  private async replay(since: Date): Promise<void> {
    let count = 0;
    for (const { subject, handle } of this.subscriptions)
      await this.bus.read(subject, since, async (delivery) => {
        const startedAt = Date.now();
        await this.redeliver(handle, delivery);
        count++;
        const pauseMs = Math.min((Date.now() - startedAt) * THROTTLE_FACTOR, MAX_PAUSE_MS);
        await sleep(pauseMs, undefined, { signal: this.stopping.signal });
      });
    this.log.info({ since, count }, 'broker restarted; replayed channel history');
  }

  /**
   * Nobody else gets a dropped message, so it is delivered here until it is handled or moved to the dead letters. While a
   * dependency is unavailable, deliveries do not count.
   */
  private redeliver(handle: Subscription['handle'], delivery: Delivery): Promise<void> {
    let deliveries = 1;
    const deliver = () =>
      handle({ ...delivery, deliveries }).catch((error: unknown) => {
        if (!isTransient(error)) deliveries++;
        throw error;
      });
    return retry(deliver, { ...RETRY_DELAY, signal: this.stopping.signal });
  }
}
