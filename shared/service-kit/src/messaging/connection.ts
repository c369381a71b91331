import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Message, type Stan, type Subscription } from 'node-nats-streaming';
import { settlesWithin } from '../runtime/settles-within.ts';
import { BusUnavailable } from './bus.ts';
import { rawConnection, readChannel } from './channel-reader.ts';

export interface ConnectionOptions {
  url: string;
  clusterId: string;
  clientId: string;
  /** Milliseconds a publish waits for the server's ack. */
  publishTimeoutMs: number;
}

/** An unavailable server delays a shutdown by no more than this. */
const CLOSE_WAIT_MS = 1000;

/**
 * One connection of the client: opened, used, lost. node-nats-streaming reports a lost connection in several ways
 * (`connection_lost`, `close`, `error`), and all of them are final for the object.
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
      // A finite number would make the client call pending publish callbacks without an error when it gives up.
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

  /** @throws BusUnavailable when the server rejects or does not answer, or when `abort` fires first */
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
      // After `connection_lost` the callback is never called, so the wait needs a timeout of its own.
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
      // A subscription that the server did not answer emits `timeout`, not `error`, and receives nothing.
      subscription.on('timeout', (error: unknown) => reject(asError(error)));
      this.lost.then(reject);
    });
    // Messages can arrive together with the confirmation; before it they could not be acked.
    subscription.on('message', (message: Message) => {
      ready.then(
        () => onMessage(message),
        () => {},
      );
    });
    return ready;
  }

  /** Resolves when everything that the channel received since then has been handed to `onMessage`. */
  read(channel: string, since: Date, onMessage: (message: Message) => Promise<void>): Promise<void> {
    const aborted = this.lost.then((reason) => Promise.reject(new BusUnavailable(reason.message)));
    return readChannel(this.stan, channel, since, aborted, onMessage);
  }

  /** The id that the server gave itself at its start. */
  get serverId(): string | undefined {
    return rawConnection(this.stan)?.info?.server_id;
  }

  /** Resolves when the server has handed unacked messages on to other members, or does not answer. */
  async closeSubscriptions(): Promise<void> {
    if (!this.alive) return;
    const closed = Promise.all(this.subscriptions.splice(0).map(closeSubscription));
    await Promise.race([closed, this.lost, sleep(CLOSE_WAIT_MS, undefined, { ref: false })]);
  }

  /**
   * Disconnects. Durable subscriptions stay, since nothing is unsubscribed. Each is closed before the client:
   * the server forgets a client first and hands its unacked messages on afterwards, and when it stops in between,
   * it drops them at its next start ("ghost durable queue subscriber").
   *
   * After an `error` the client must be disposed of too: it would reconnect by itself, and hold the client id that the
   * next connection needs.
   */
  async close(): Promise<void> {
    await this.closeSubscriptions();
    const left = new Promise<void>((resolve) => this.stan.once('close', () => resolve()));
    if (this.dispose()) await settlesWithin(left, CLOSE_WAIT_MS);
  }

  /** @returns false where the client was closed already */
  private dispose(): boolean {
    try {
      this.stan.close();
      return true;
    } catch {
      // The client throws where the connection below it has been closed already.
      return false;
    }
  }

  /** True as long as an ack can still be sent. */
  get alive(): boolean {
    return !this.closed;
  }
}

/** Resolves when the server has closed the subscription, or will not. */
const closeSubscription = (subscription: Subscription): Promise<void> =>
  new Promise((resolve) => {
    for (const event of ['closed', 'error', 'timeout']) subscription.on(event, () => resolve());
    subscription.close();
  });

/** The client reports strings and error objects alike. */
const asError = (error: unknown): Error =>
  error instanceof Error ? error : new BusUnavailable(String(error ?? 'the connection was lost'));
