import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '../observability/logger.ts';
import { isTransient } from '../persistence/transient.ts';
import { Poller } from '../runtime/poller.ts';
import { retry } from '../runtime/retry.ts';
import type { BrokerInstances } from './broker-instance.ts';
import type { Bus, Delivery } from './bus.ts';

const POLL_INTERVAL_MS = 30_000;
/** How long a message may have waited for its ack when the broker stopped, such as during a database outage. */
const WINDOW_MS = 60 * 60_000;
const RETRY_DELAY = { minDelayMs: 1000, maxDelayMs: 1000 };
/** Pause after each message, as a multiple of its handling time: a restarted broker has more urgent work. */
const THROTTLE_FACTOR = 4;
const MAX_PAUSE_MS = 1000;

/** A subject with the handler that live deliveries use too. */
export interface Subscription {
  subject: string;
  handle: (delivery: Delivery) => Promise<void>;
}

/**
 * Replays the channels after each restart of the broker. NATS Streaming forgets a client first and passes its unacked
 * messages on to the group afterwards. If it is killed in between, it drops those messages at its next start ("Not
 * recovering ghost durable queue subscriber"), although the channel still has them. Listeners are idempotent.
 */
export class MissedMessageReplay {
  private readonly bus: Bus;
  private readonly instances: BrokerInstances;
  private readonly subscriptions: Subscription[];
  private readonly log: Logger;
  private readonly stopping = new AbortController();
  private readonly poller: Poller;
  /** The broker instance whose channels have been replayed. */
  private replayedServerId: string | undefined;

  constructor(bus: Bus, instances: BrokerInstances, subscriptions: Subscription[], log: Logger) {
    this.bus = bus;
    this.instances = instances;
    this.subscriptions = subscriptions;
    this.log = log;
    this.poller = new Poller(() => this.poll(), POLL_INTERVAL_MS, log);
  }

  /** Whether this or another instance has replayed the channels since the last restart of the broker. */
  get isDone(): boolean {
    return this.replayedServerId !== undefined && this.replayedServerId === this.bus.serverId;
  }

  start(): void {
    this.bus.onReady(() => this.poller.trigger());
    this.poller.start();
  }

  /** Resolves when the current message has been handled; another instance or the next start replays the rest. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.poller.stop();
  }

  private async poll(): Promise<void> {
    const { serverId } = this.bus;
    if (!serverId) return;
    if (!(await this.instances.isReplayed(serverId))) {
      await this.instances.withReplayLease(serverId, (lastSeen) =>
        this.replay(new Date(lastSeen.getTime() - WINDOW_MS)),
      );
      // Another instance may be replaying.
      if (!(await this.instances.isReplayed(serverId))) return;
    }
    this.replayedServerId = serverId;
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
   * Delivers a dropped message until it is handled or becomes a dead letter, since no other instance gets it.
   * Deliveries do not count while a dependency is unavailable.
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
