import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from 'node-nats-streaming';
import type { Logger } from '../observability/logger.ts';
import type { BusConfig } from '../runtime/config.ts';
import { jitter, retry } from '../runtime/retry.ts';
import { type Bus, BusUnavailable, type Delivery } from './bus.ts';
import { Connection } from './connection.ts';
import { deliveryOf } from './delivery.ts';

const PUBLISH_TIMEOUT_MS = 5000;
/** Small, so that a stopped instance withholds few messages from the others. */
const MAX_IN_FLIGHT = 16;
const RECONNECT_DELAY = { minDelayMs: 200, maxDelayMs: 3000 };

interface Registration {
  subject: string;
  group: string;
  handle: (delivery: Delivery) => Promise<void>;
}

/** `Bus` over NATS Streaming, which replaces a lost connection. */
export class NatsBus implements Bus {
  ready = false;
  private readonly config: BusConfig;
  private readonly clientId: string;
  private readonly log: Logger;
  private readonly registrations: Registration[] = [];
  private readonly readyListeners: (() => void)[] = [];
  private readonly handling = new Set<Promise<void>>();
  private readonly stopping = new AbortController();
  private listening = true;
  private connection: Connection | undefined;
  private supervisor: Promise<void> = Promise.resolve();

  constructor(service: string, config: BusConfig, log: Logger) {
    this.config = config;
    this.clientId = `${service}-${config.NATS_CLIENT_ID}`;
    this.log = log;
  }

  async publish(subject: string, text: string): Promise<void> {
    await this.openConnection().publish(this.channel(subject), text);
  }

  subscribe(subject: string, group: string, handle: Registration['handle']): void {
    this.registrations.push({ subject, group, handle });
  }

  get serverId(): string | undefined {
    return this.ready ? this.connection?.serverId : undefined;
  }

  async read(subject: string, since: Date, handle: Registration['handle']): Promise<void> {
    await this.openConnection().read(this.channel(subject), since, async (message) => {
      if (!this.listening) throw new BusUnavailable('shutting down');
      await handle(deliveryOf(subject, message));
    });
  }

  async tail(
    subject: string,
    from: 'first' | 'next',
    handle: (delivery: Delivery) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const connection = this.openConnection();
    await connection.tail(this.channel(subject), from, (message) => {
      // Messages can arrive after the abort, and an ack on a closed connection throws.
      if (signal.aborted) return;
      handle(deliveryOf(subject, message));
      if (connection.alive) message.ack();
    });
  }

  async lost(): Promise<Error> {
    return this.openConnection().lost;
  }

  onReady(listener: () => void): void {
    this.readyListeners.push(listener);
  }

  start(): void {
    this.supervisor = this.supervise();
  }

  async stopListening(): Promise<void> {
    this.listening = false;
    await Promise.allSettled(this.handling);
    await this.connection?.closeSubscriptions();
  }

  async close(): Promise<void> {
    this.stopping.abort();
    this.ready = false;
    await this.stopListening();
    await this.connection?.close();
    await this.supervisor;
  }

  private async supervise(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const connection = await this.connectWithRetry().catch(() => undefined);
      const reason = await connection?.lost;
      if (signal.aborted) return;
      this.ready = false;
      this.log.warn({ reason: reason?.message }, 'NATS Streaming connection lost');
      await connection?.close();
      await sleep(jitter(RECONNECT_DELAY.minDelayMs), undefined, { signal }).catch(() => {});
    }
  }

  private connectWithRetry(): Promise<Connection> {
    return retry(() => this.connect(), {
      ...RECONNECT_DELAY,
      signal: this.stopping.signal,
      onFailedAttempt: (err, retryInMs) =>
        this.log.warn({ err, retryInMs }, 'failed to connect to NATS Streaming; retrying'),
    });
  }

  private async connect(): Promise<Connection> {
    const connection = await Connection.open(
      {
        url: this.config.NATS_URL,
        clusterId: this.config.NATS_CLUSTER_ID,
        clientId: this.clientId,
        publishTimeoutMs: PUBLISH_TIMEOUT_MS,
      },
      this.stopping.signal,
    );
    this.connection = connection;
    try {
      await Promise.all(this.registrations.map((registration) => this.attach(connection, registration)));
    } catch (error) {
      await connection.close();
      throw error;
    }
    if (this.stopping.signal.aborted) return connection;
    this.ready = true;
    this.log.info(
      { clientId: this.clientId, subjects: this.registrations.length },
      'connected to NATS Streaming',
    );
    for (const listener of this.readyListeners) listener();
    return connection;
  }

  private attach(connection: Connection, { subject, group, handle }: Registration): Promise<void> {
    // A message redelivered during its handling is left to the running handler, which acks it. Otherwise each
    // redelivery would add to the load of a slow database.
    const inFlight = new Set<number>();
    const limits = { ackWaitMs: this.config.ACK_WAIT_MS, maxInFlight: MAX_IN_FLIGHT };
    return connection.subscribe(this.channel(subject), group, limits, (message) => {
      const sequence = message.getSequence();
      if (!this.listening || inFlight.has(sequence)) return;
      inFlight.add(sequence);
      const work = this.deliver(connection, subject, message, handle).finally(() => {
        inFlight.delete(sequence);
        this.handling.delete(work);
      });
      this.handling.add(work);
    });
  }

  private async deliver(
    connection: Connection,
    subject: string,
    message: Message,
    handle: Registration['handle'],
  ): Promise<void> {
    const delivery = deliveryOf(subject, message);
    try {
      await handle(delivery);
      if (connection.alive) message.ack();
    } catch (error) {
      this.log.debug(
        { err: error, subject, sequence: delivery.sequence },
        'message not acked; awaiting redelivery',
      );
    }
  }

  /** @throws BusUnavailable without a connection */
  private openConnection(): Connection {
    if (!this.connection?.alive) throw new BusUnavailable('not connected to NATS Streaming');
    return this.connection;
  }

  private channel(subject: string): string {
    return this.config.CHANNEL_PREFIX + subject;
  }
}
