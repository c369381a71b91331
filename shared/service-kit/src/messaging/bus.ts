/** One delivery of a message, as it came from the broker. */
export interface Delivery {
  subject: string;
  /** The message's text, not yet checked. */
  text: string;
  /** The broker's number of the message in its channel; the same at each delivery. */
  sequence: number;
  /** How often the broker has delivered it, this time included; counted from 1 again after a restart of the broker. */
  deliveries: number;
  /** When the broker stored it. */
  storedAt: Date;
}

/** All that services know of the message broker: NATS Streaming, or a replacement. */
export interface Bus {
  /** True while connected with every subscription confirmed. */
  readonly ready: boolean;
  /** Identifies one life of the server, between two restarts; undefined while not `ready`. */
  readonly serverId: string | undefined;
  /** Resolves once the server has stored the message. @throws BusUnavailable; it may have been stored all the same */
  publish(subject: string, text: string): Promise<void>;
  /**
   * Declares a durable subscription shared by the group; to be called before `start`.
   * A message is acked when `handle` resolves, and redelivered after the ack wait when it rejects.
   */
  subscribe(subject: string, group: string, handle: (delivery: Delivery) => Promise<void>): void;
  /**
   * Hands what a channel received between `since` and now to `handle`, one message after another in their order, acked
   * or not. Resolves after the last of them.
   * @throws BusUnavailable when the connection is lost or `stopListening` is called before the end; and what `handle` throws
   */
  read(subject: string, since: Date, handle: (delivery: Delivery) => Promise<void>): Promise<void>;
  /**
   * Hands the messages of a channel to `handle` until `signal` aborts, outside of any group, so that no listener gets a
   * message less. Resolves once the subscription is confirmed.
   * @param from the first message there is, or the next one
   */
  tail(
    subject: string,
    from: 'first' | 'next',
    handle: (delivery: Delivery) => void,
    signal: AbortSignal,
  ): Promise<void>;
  /** Resolves with the reason when the connection under way is lost. @throws BusUnavailable where there is none */
  lost(): Promise<Error>;
  /** Called each time `ready` becomes true. */
  onReady(listener: () => void): void;
  /** Connects, and keeps reconnecting until `close`. Returns at once. */
  start(): void;
  /** Stops accepting messages, lets the handlers under way finish and ack, and leaves the rest to other instances. */
  stopListening(): Promise<void>;
  /** Lets the handlers under way finish and ack, then disconnects; the durable subscriptions stay. */
  close(): Promise<void>;
}

export class BusUnavailable extends Error {
  override name = 'BusUnavailable';
}
