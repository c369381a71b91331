import { BrokerInstances } from '../messaging/broker-instance.ts';
import type { Bus } from '../messaging/bus.ts';
import { ChannelFollower } from '../messaging/channel-follower.ts';
import { DeadLetters } from '../messaging/dead-letters.ts';
import type { Listener } from '../messaging/listener.ts';
import { ListenerProgress } from '../messaging/listener-progress.ts';
import { MissedMessageReplay } from '../messaging/missed-message-replay.ts';
import { NatsBus } from '../messaging/nats-bus.ts';
import { pipeline } from '../messaging/pipeline.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { PendingEvents } from '../persistence/backlog.ts';
import type { Database } from '../persistence/database.ts';
import { FailureDetector } from '../persistence/failure-detector.ts';
import { OutboxRelay } from '../persistence/outbox-relay.ts';
import { type Clock, systemClock } from './clock.ts';
import type { BusConfig } from './config.ts';

/** The messaging of one service: its bus, outbox relay, listeners and the replay of missed messages. */
export class Messaging {
  readonly bus: Bus;
  readonly relay: OutboxRelay;
  readonly failureDetector: FailureDetector;
  private readonly group: string;
  private readonly database: Database;
  private readonly metrics: Metrics;
  private readonly log: Logger;
  private readonly deadLetters: DeadLetters;
  private readonly progress: ListenerProgress;
  private replay: MissedMessageReplay | undefined;
  private readonly followers: ChannelFollower[] = [];

  constructor(
    service: string,
    config: BusConfig,
    database: Database,
    metrics: Metrics,
    log: Logger,
    clock: Clock = systemClock,
  ) {
    this.group = service;
    this.database = database;
    this.metrics = metrics;
    this.log = log;
    this.bus = new NatsBus(service, config, log);
    this.progress = new ListenerProgress(this.bus, config.ACK_WAIT_MS, clock);
    this.relay = new OutboxRelay(this.bus, log);
    this.failureDetector = new FailureDetector(database, log);
    this.deadLetters = new DeadLetters(database);
    // The metric keeps its first name until a migration renames it.
    metrics.lazyGauge('parked_messages', 'Messages moved to the dead letters', () =>
      this.deadLetters.count(),
    );
    const { relay } = this;
    const byCollection = (value: (one: PendingEvents) => number) => () =>
      new Map(relay.pending().map((one) => [one.collection, value(one)]));
    metrics.lazyGauge('outbox_documents', 'Documents with unpublished events', async () =>
      relay.pending().reduce((sum, { documents }) => sum + documents, 0),
    );
    metrics.labelledGauge(
      'outbox_events',
      'Unpublished events of this instance',
      'collection',
      byCollection(({ events }) => events),
    );
    metrics.labelledGauge(
      'outbox_oldest_event_age_seconds',
      'Age of the oldest unpublished event; 0 if there is none',
      'collection',
      byCollection(({ oldestAgeSeconds }) => oldestAgeSeconds),
    );
  }

  get ready(): boolean {
    return this.bus.ready && this.followers.every(({ isCaughtUp }) => isCaughtUp);
  }

  /**
   * Whether events that were published while this instance could not receive them have been handled. Messages that
   * publishers hold back during an outage get `marginMs` milliseconds to arrive after it.
   */
  isCaughtUp(marginMs: number): boolean {
    return this.replay !== undefined && this.progress.isCaughtUp(this.replay, marginMs);
  }

  /** Subscribes the listeners as a durable group named after the service. */
  listen(listeners: Listener[]): void {
    const { metrics, deadLetters, log } = this;
    const subscriptions = listeners.map((listener) =>
      this.progress.observe({
        subject: listener.subject,
        handle: pipeline(listener, { metrics, deadLetters, log }),
      }),
    );
    for (const { subject, handle } of subscriptions) this.bus.subscribe(subject, this.group, handle);
    this.replay = new MissedMessageReplay(this.bus, new BrokerInstances(this.database), subscriptions, log);
  }

  /**
   * Passes each event of these listeners to this instance, independently of other instances.
   * @param lookbackMs also passes the events of this time before the start
   */
  follow(listeners: Listener[], lookbackMs = 0): void {
    for (const listener of listeners)
      this.followers.push(new ChannelFollower(this.bus, listener, this.log, { lookbackMs }));
  }

  start(): void {
    for (const follower of this.followers) follower.start();
    this.failureDetector.start();
    this.relay.start();
    this.bus.start();
    this.replay?.start();
  }

  /** Resolves when the current messages have been handled and acked. */
  async stopListening(): Promise<void> {
    for (const follower of this.followers) follower.stop();
    await Promise.all([this.bus.stopListening(), this.replay?.stop()]);
  }

  /** Resolves when the relay has published its current events. */
  async flush(): Promise<void> {
    await this.relay.stop();
    await this.failureDetector.stop();
  }

  async close(): Promise<void> {
    await this.bus.close();
  }
}
