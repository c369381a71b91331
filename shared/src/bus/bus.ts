/** One message as it came from the server. */
export interface Delivery {
  subject: string;
  /** The body's text, not yet checked. */
  text: string;
  /** The server's number of the message in its channel; the same at each redelivery. */
  sequence: number;
  /** How often the server has sent it, this time included. It counts anew when the server restarts. */
  deliveries: number;
}

/** All that services know of the message broker. NATS Streaming stands behind it; its heir can too. */
export interface Bus {
  /** True while connected with every subscription confirmed. */
  readonly ready: boolean;
  /** Names the run of the server, another one after each of its restarts; undefined while not `ready`. */
  readonly run: string | undefined;
  /** Resolves once the server has stored the message. @throws BusUnavailable; it may have been stored all the same */
  publish(subject: string, text: string): Promise<void>;
  /**
   * Declares a durable subscription, shared by the group; to be called before `start`.
   * A message is acked when `handle` resolves, and comes again after the ack wait when it rejects.
   */
  subscribe(subject: string, group: string, handle: (delivery: Delivery) => Promise<void>): void;
  /**
   * Hands what a channel got between `since` and now to `handle`, one message after another and in their order, whoever
   * has acked it. Resolves after the last of them.
   * @throws BusUnavailable when the connection is lost or `stopListening` is called before the end; and what `handle` throws
   */
  read(subject: string, since: Date, handle: (delivery: Delivery) => Promise<void>): Promise<void>;
  /** Called at each time that `ready` becomes true. */
  onReady(listener: () => void): void;
  /** Connects, and keeps connecting anew until `close`. Returns at once. */
  start(): void;
  /** Takes no message any more, lets the handlers under way end and ack, and leaves the rest to the other replicas. */
  stopListening(): Promise<void>;
  /** Lets the handlers under way end and ack, then leaves; the durable subscriptions stay. */
  close(): Promise<void>;
}

export class BusUnavailable extends Error {
  override name = 'BusUnavailable';
}
