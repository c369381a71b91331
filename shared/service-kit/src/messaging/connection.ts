import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Message, type Stan, type Subscription } from 'node-nats-streaming';
import { settlesWithin } from '../runtime/settles-within.ts';
import { BusUnavailable } from './bus.ts';
import { rawConnection, readChannel } from './channel-reader.ts';

export interface ConnectionOptions {
  url: string;
  clusterId: string;
  clientId: string;
  /** Milliseconds that a publish waits for the server's ack. */
  publishTimeoutMs: number;
}

/** Limits the delay of a shutdown by an unavailable server. */
const CLOSE_WAIT_MS = 1000;

/**
 * One connection of the client, from opening to loss. node-nats-streaming reports a lost connection in several ways
 * (`connection_lost`, `close`, `error`), and each of them is final for the object.
 */
export class Connection {
  readonly lost: Promise<Error>;
  private readonly stan: Stan;
  private readonly publishTimeoutMs: number;
  private readonly subscriptions: Subscription[] = [];
  private closed = false;
  private markClosed: (reason: Error) => void = () => {};

  private constructor(options: ConnectionOptions) {
    this.publishTimeoutMs = options.publishTimeoutMs;
    this.lost = new Promise((resolve) => {
      this.markClosed = (reason) => {
        this.closed = true;
        resolve(reason);
      };
    });
    this.stan = connect(options.clusterId, options.clientId, {
      url: options.url,
      // With a finite number, the client calls pending publish callbacks without an error when it gives up.
      maxReconnectAttempts: -1,
      waitOnFirstConnect: true,
      reconnectTimeWait: 500,
      connectTimeout: 5000,
      ackTimeout: options.publishTimeoutMs,
      stanPingInterval: 3000,
      stanMaxPingOut: 3,
    });
    this.stan.on('error', (error: unknown) => this.markClosed(asError(error)));
    this.stan.on('connection_lost', (error: unknown) => this.markClosed(asError(error)));
    this.stan.on('close', () => this.markClosed(new BusUnavailable('the connection was closed')));
  }

  /** @throws BusUnavailable when the server rejects the connection or does not answer, or when `abort` fires first */
  static async open(options: ConnectionOptions, abort: AbortSignal): Promise<Connection> {
    const connection = new Connection(options);
    const stop = () => connection.markClosed(new BusUnavailable('stopped while connecting'));
    abort.addEventListener('abort', stop);
    const connected = new Promise<undefined>((resolve) =>
      connection.stan.on('connect', () => resolve(undefined)),
    );
    const failure = await Promise.race([connected, connection.lost]);
    abort.removeEventListener('abort', stop);
    if (!failure) return connection;
    connection.dispose();
    throw failure;
  }

  publish(channel: string, text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => reject(new BusUnavailable(asError(error).message));
      // After `connection_lost` the client never calls back, so the wait needs its own timeout.
      const timer = setTimeout(() => fail('the server did not ack in time'), this.publishTimeoutMs + 1000);
      try {
        this.stan.publish(channel, text, (error) => {
          clearTimeout(timer);
          if (error || this.closed) fail(error ?? 'the connection was lost');
          else resolve();
        });
      } catch (error) {
        clearTimeout(timer);
        fail(error);
      }
    });
  }

  /** Joins the durable group. Resolves when the server has confirmed the subscription. */
  subscribe(
    channel: string,
    group: string,
    { ackWaitMs, maxInFlight }: { ackWaitMs: number; maxInFlight: number },
    onMessage: (message: Message) => void,
  ): Promise<void> {
    const options = this.stan
      .subscriptionOptions()
      .setDeliverAllAvailable()
      .setDurableName(group)
      .setManualAckMode(true)
      .setAckWait(ackWaitMs)
      .setMaxInFlight(maxInFlight);
    return this.confirmed(this.stan.subscribe(channel, group, options), onMessage);
  }

  /** Follows a channel outside of any group. Resolves when the server has confirmed the subscription. */
  tail(channel: string, from: 'first' | 'next', onMessage: (message: Message) => void): Promise<void> {
    const options = this.stan.subscriptionOptions().setManualAckMode(true);
    if (from === 'first') options.setDeliverAllAvailable();
    return this.confirmed(this.stan.subscribe(channel, options), onMessage);
  }

  private confirmed(subscription: Subscription, onMessage: (message: Message) => void): Promise<void> {
    const ready = new Promise<void>((resolve, reject) => {
      subscription.on('ready', () => {
        this.subscriptions.push(subscription);
        resolve();
      });
      subscription.on('error', (error: unknown) => reject(asError(error)));
      // A subscription that the server does not answer emits `timeout` instead of `error`, and receives nothing.
      subscription.on('timeout', (error: unknown) => reject(asError(error)));
      this.lost.then(reject);
    });
    // Messages can arrive together with the confirmation, but cannot be acked before it.
    subscription.on('message', (message: Message) => {
      ready.then(
        () => onMessage(message),
        () => {},
      );
    });
    return ready;
  }

  /** Passes everything that the channel has received since then to `onMessage`, and resolves afterwards. */
  read(channel: string, since: Date, onMessage: (message: Message) => Promise<void>): Promise<void> {
    const aborted = this.lost.then((reason) => Promise.reject(new BusUnavailable(reason.message)));
    return readChannel(this.stan, channel, since, aborted, onMessage);
  }

  /** Id that the server generated at its start. */
  get serverId(): string | undefined {
    return rawConnection(this.stan)?.info?.server_id;
  }

  /** Resolves when the server has passed unacked messages to other members, or does not answer. */
  async closeSubscriptions(): Promise<void> {
    if (!this.alive) return;
    const closed = Promise.all(this.subscriptions.splice(0).map(closeSubscription));
    await Promise.race([closed, this.lost, sleep(CLOSE_WAIT_MS, undefined, { ref: false })]);
  }

  /**
   * Disconnects. Durable subscriptions stay, since nothing is unsubscribed. Each subscription is closed before the
   * client: the server forgets a client first and passes its unacked messages on afterwards. If it stops in between, it
   * drops those messages at its next start ("ghost durable queue subscriber").
   *
   * The client must be disposed of after an `error` too: it would reconnect by itself and keep the client id that the
   * next connection needs.
   */
  async close(): Promise<void> {
    await this.closeSubscriptions();
    const disconnected = new Promise<void>((resolve) => this.stan.once('close', () => resolve()));
    if (this.dispose()) await settlesWithin(disconnected, CLOSE_WAIT_MS);
  }

  /** @returns false when the client was already closed */
  private dispose(): boolean {
    try {
      this.stan.close();
      return true;
    } catch {
      // The client throws when the connection below it is already closed.
      return false;
    }
  }

  /** True while acks can be sent. */
  get alive(): boolean {
    return !this.closed;
  }
}

/** Resolves when the server has closed the subscription, or reports that it cannot. */
const closeSubscription = (subscription: Subscription): Promise<void> =>
  new Promise((resolve) => {
    for (const event of ['closed', 'error', 'timeout']) subscription.on(event, () => resolve());
    subscription.close();
  });

/** Converts errors of the client, which are strings or objects. */
const asError = (error: unknown): Error =>
  error instanceof Error ? error : new BusUnavailable(String(error ?? 'the connection was lost'));
