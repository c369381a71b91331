import { setTimeout as sleep } from 'node:timers/promises';
import type { Message } from 'node-nats-streaming';
import type { BusConfig } from '../config.ts';
import type { Logger } from '../logger.ts';
import { type Bus, BusUnavailable, type Delivery } from './bus.ts';
import { Connection } from './connection.ts';

const PUBLISH_TIMEOUT_MS = 5000;
/** Small, so that a stopped replica holds few messages back from the others. */
const MAX_IN_FLIGHT = 16;
const FIRST_BACKOFF_MS = 200;
const LAST_BACKOFF_MS = 3000;

interface Registration {
  subject: string;
  group: string;
  handle: (delivery: Delivery) => Promise<void>;
}

/** The bus over NATS Streaming: a supervisor that replaces the connection each time that it is lost. */
export class NatsBus implements Bus {
  ready = false;
  private readonly config: BusConfig;
  private readonly clientId: string;
  private readonly log: Logger;
  private readonly registrations: Registration[] = [];
  private readonly readyListeners: (() => void)[] = [];
  private readonly working = new Set<Promise<void>>();
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
    await this.open().publish(this.channel(subject), text);
  }

  subscribe(subject: string, group: string, handle: Registration['handle']): void {
    this.registrations.push({ subject, group, handle });
  }

  get run(): string | undefined {
    return this.ready ? this.connection?.serverRun : undefined;
  }

  async read(subject: string, since: Date, handle: Registration['handle']): Promise<void> {
    await this.open().read(this.channel(subject), since, async (message) => {
      if (!this.listening) throw new BusUnavailable('about to leave');
      await handle(deliveryOf(subject, message));
    });
  }

  onReady(listener: () => void): void {
    this.readyListeners.push(listener);
  }

  start(): void {
    this.supervisor = this.supervise();
  }

  async stopListening(): Promise<void> {
    this.listening = false;
    await Promise.allSettled(this.working);
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
    let backoff = FIRST_BACKOFF_MS;
    while (!this.stopping.signal.aborted) {
      try {
        const connection = await this.connect();
        backoff = FIRST_BACKOFF_MS;
        const reason = await connection.lost;
        if (this.stopping.signal.aborted) return;
        this.log.warn({ reason: reason.message }, 'lost NATS Streaming');
        this.ready = false;
        await connection.close();
      } catch (error) {
        if (!this.stopping.signal.aborted)
          this.log.warn({ err: error }, 'NATS Streaming is not to be had yet');
      }
      this.ready = false;
      const jittered = backoff * (0.5 + Math.random());
      await sleep(jittered, undefined, { signal: this.stopping.signal }).catch(() => {});
      backoff = Math.min(backoff * 2, LAST_BACKOFF_MS);
    }
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
    // A message that comes again while it is worked on is left to that work, which acks it: a slow database would
    // otherwise be given the same work once more each time.
    const inHand = new Set<number>();
    const limits = { ackWaitMs: this.config.ACK_WAIT_MS, maxInFlight: MAX_IN_FLIGHT };
    return connection.subscribe(this.channel(subject), group, limits, (message) => {
      const sequence = message.getSequence();
      if (!this.listening || inHand.has(sequence)) return;
      inHand.add(sequence);
      const work = this.deliver(connection, subject, message, handle).finally(() => {
        inHand.delete(sequence);
        this.working.delete(work);
      });
      this.working.add(work);
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
      this.log.debug({ err: error, subject, sequence: delivery.sequence }, 'not acked; it will come again');
    }
  }

  /** @throws BusUnavailable where there is no connection */
  private open(): Connection {
    if (!this.connection?.alive) throw new BusUnavailable('not connected to NATS Streaming');
    return this.connection;
  }

  private channel(subject: string): string {
    return this.config.CHANNEL_PREFIX + subject;
  }
}

const deliveryOf = (subject: string, message: Message): Delivery => ({
  subject,
  text: String(message.getData()),
  sequence: message.getSequence(),
  deliveries: redeliveriesOf(message) + 1,
});

/** The client has the method, its types have not. */
const redeliveriesOf = (message: Message): number =>
  (message as Message & { getRedeliveryCount(): number }).getRedeliveryCount();
