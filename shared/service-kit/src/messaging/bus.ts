/** One delivery of a message by the broker. */
export interface Delivery {
  subject: string;
  /** Text of the message, not yet validated. */
  text: string;
  /** Number of the message in its channel, the same at each delivery. */
  sequence: number;
  /** Number of deliveries, this one included; a restart of the broker resets it. */
  deliveries: number;
  /** When the broker stored the message. */
  storedAt: Date;
}

/** The services' interface to the message broker, NATS Streaming or a replacement. */
export interface Bus {
  /** True while connected and every subscription is confirmed. */
  readonly ready: boolean;
  /** Identifies one run of the server between two restarts; undefined while not `ready`. */
  readonly serverId: string | undefined;
  /** Resolves once the server has stored the message. @throws BusUnavailable, though it may have been stored */
  publish(subject: string, text: string): Promise<void>;
  /**
   * Declares a durable subscription that the group shares; must be called before `start`.
   * A message is acked when `handle` resolves, and redelivered after the ack wait when it rejects.
   */
  subscribe(subject: string, group: string, handle: (delivery: Delivery) => Promise<void>): void;
  /**
   * Passes the messages that a channel received between `since` and now to `handle`, acked or not, one by one and in
   * order. Resolves after the last of them.
   * @throws BusUnavailable when the connection is lost or `stopListening` is called before the end; also errors of
   *   `handle`
   */
  read(subject: string, since: Date, handle: (delivery: Delivery) => Promise<void>): Promise<void>;
  /**
   * Passes the messages of a channel to `handle` until `signal` aborts, outside of any group, so that listeners still
   * get every message. Resolves once the subscription is confirmed.
   * @param from the first stored message, or the next one
   */
  tail(
    subject: string,
    from: 'first' | 'next',
    handle: (delivery: Delivery) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Resolves with the reason when the current connection is lost. @throws BusUnavailable without a connection */
  lost(): Promise<Error>;
  /** Registers a callback for each time that `ready` becomes true. */
  onReady(listener: () => void): void;
  /** Connects, and reconnects until `close`. Returns immediately. */
  start(): void;
  /** Stops accepting messages and waits for running handlers to ack; other instances get the rest. */
  stopListening(): Promise<void>;
  /** Waits for running handlers to ack, then disconnects; the durable subscriptions stay. */
  close(): Promise<void>;
}

export class BusUnavailable extends Error {
  override name = 'BusUnavailable';
}
