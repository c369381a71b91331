import { setTimeout as sleep } from 'node:timers/promises';
import { connect, type Message, type Stan, type Subscription } from 'node-nats-streaming';
import { BusUnavailable } from './bus.ts';
import { readChannel, wireOf } from './read-channel.ts';

export interface ConnectionOptions {
  url: string;
  clusterId: string;
  clientId: string;
  /** Milliseconds a publish waits for the server's ack. */
  publishTimeoutMs: number;
}

/** A server that is away holds nobody up for longer. */
const CLOSE_WAIT_MS = 1000;

/**
 * One life of a client: opened, used, lost. node-nats-streaming says in several ways that a connection is
 * gone (`connection_lost`, `close`, `error`), and all of them are final for the object.
 */
export class Connection {
  readonly lost: Promise<Error>;
  private readonly stan: Stan;
  private readonly publishTimeoutMs: number;
  private readonly subscriptions: Subscription[] = [];
  private isLost = false;
  private markLost: (reason: Error) => void = () => {};

  private constructor(options: ConnectionOptions) {
    this.publishTimeoutMs = options.publishTimeoutMs;
    this.lost = new Promise((resolve) => {
      this.markLost = (reason) => {
        this.isLost = true;
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
    this.stan.on('error', (error: unknown) => this.markLost(asError(error)));
    this.stan.on('connection_lost', (error: unknown) => this.markLost(asError(error)));
    this.stan.on('close', () => this.markLost(new BusUnavailable('the connection was closed')));
  }

  /** @throws BusUnavailable when the server refuses or does not answer, or when `abort` fires first */
  static async open(options: ConnectionOptions, abort: AbortSignal): Promise<Connection> {
    const connection = new Connection(options);
    const stop = () => connection.markLost(new BusUnavailable('stopped while connecting'));
    abort.addEventListener('abort', stop);
    const connected = new Promise<undefined>((resolve) =>
      connection.stan.on('connect', () => resolve(undefined)),
    );
    const failure = await Promise.race([connected, connection.lost]);
    abort.removeEventListener('abort', stop);
    if (!failure) return connection;
    connection.letGo();
    throw failure;
  }

  publish(channel: string, text: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const fail = (error: unknown) => reject(new BusUnavailable(asError(error).message));
      // After `connection_lost` the callback never comes, so the wait needs an end of its own.
      const timer = setTimeout(() => fail('the server did not ack in time'), this.publishTimeoutMs + 1000);
      try {
        this.stan.publish(channel, text, (error) => {
          clearTimeout(timer);
          if (error || this.isLost) fail(error ?? 'the connection was lost');
          else resolve();
        });
      } catch (error) {
        clearTimeout(timer);
        fail(error);
      }
    });
  }

  /** Resolves when the server has confirmed the subscription. */
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
    const subscription = this.stan.subscribe(channel, group, options);
    const ready = new Promise<void>((resolve, reject) => {
      subscription.on('ready', () => {
        this.subscriptions.push(subscription);
        resolve();
      });
      subscription.on('error', (error: unknown) => reject(asError(error)));
      // A subscription that was not answered says `timeout`, not `error`, and stays deaf.
      subscription.on('timeout', (error: unknown) => reject(asError(error)));
      this.lost.then(reject);
    });
    // Messages can come in the same breath as the confirmation; before it they could not be acked.
    subscription.on('message', (message: Message) => {
      ready.then(
        () => onMessage(message),
        () => {},
      );
    });
    return ready;
  }

  /** Resolves when all that the channel got since then has been handed to `onMessage`. */
  read(channel: string, since: Date, onMessage: (message: Message) => Promise<void>): Promise<void> {
    const failed = this.lost.then((reason) => Promise.reject(new BusUnavailable(reason.message)));
    return readChannel(this.stan, channel, since, failed, onMessage);
  }

  /** The id that the server has given itself at its start. */
  get serverRun(): string | undefined {
    return wireOf(this.stan)?.info?.server_id;
  }

  /** Resolves when the server has handed what was not acked on to others, or does not answer. */
  async closeSubscriptions(): Promise<void> {
    if (!this.alive) return;
    const closed = Promise.all(this.subscriptions.splice(0).map(closeSubscription));
    await Promise.race([closed, this.lost, sleep(CLOSE_WAIT_MS, undefined, { ref: false })]);
  }

  /**
   * Leaves the server. Durable subscriptions stay, since nothing is unsubscribed. Each is closed before the client:
   * the server forgets a client first and hands its unacked messages on afterwards, and when it stops in between,
   * it drops them at its next start ("ghost durable queue subscriber").
   *
   * After an `error` the client must be let go too: it would connect again by itself, and hold the client id that the
   * next connection needs.
   */
  async close(): Promise<void> {
    await this.closeSubscriptions();
    const left = new Promise<void>((resolve) => this.stan.once('close', () => resolve()));
    if (this.letGo()) await Promise.race([left, sleep(CLOSE_WAIT_MS, undefined, { ref: false })]);
  }

  /** @returns whether there was still something to let go of */
  private letGo(): boolean {
    try {
      this.stan.close();
      return true;
    } catch {
      // It throws where the connection below has been closed already.
      return false;
    }
  }

  /** True as long as an ack can still be sent. */
  get alive(): boolean {
    return !this.isLost;
  }
}

/** Resolves when the server has let the subscription go, or will not. */
const closeSubscription = (subscription: Subscription): Promise<void> =>
  new Promise((resolve) => {
    for (const event of ['closed', 'error', 'timeout']) subscription.on(event, () => resolve());
    subscription.close();
  });

/** The client hands out strings and error objects alike. */
const asError = (error: unknown): Error =>
  error instanceof Error ? error : new BusUnavailable(String(error ?? 'the connection was lost'));
