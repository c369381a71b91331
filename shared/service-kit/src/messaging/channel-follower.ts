import type { Logger } from '../observability/logger.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { retry } from '../runtime/retry.ts';
import type { Bus, Delivery } from './bus.ts';
import type { Listener } from './listener.ts';
import { parseMessage } from './message.ts';

const RETRY_DELAY = { minDelayMs: 500, maxDelayMs: 5000 };
/** The broker's clock may be behind this one's by as much when the first connection is made. */
const MAX_CLOCK_SKEW_MS = 10_000;

/**
 * Hands each event of a subject to this instance, outside of the service's group: for read models in memory. After each
 * reconnect it reads what the channel received meanwhile. Events can come twice and out of order; one whose handler fails
 * is logged and not handled again.
 */
export class ChannelFollower {
  private readonly bus: Bus;
  private readonly listener: Listener;
  private readonly log: Logger;
  private readonly clock: Clock;
  private readonly stopping = new AbortController();
  /** Everything that the broker stored before has been handled. */
  private handledUntil = new Date(0);
  private newest = new Date(0);
  private isCaughtUp = false;

  constructor(bus: Bus, listener: Listener, log: Logger, clock: Clock = systemClock) {
    this.bus = bus;
    this.listener = listener;
    this.log = log;
    this.clock = clock;
  }

  /** Follows from now on, as soon as the bus is connected and whenever it is again. */
  start(): void {
    this.handledUntil = new Date(this.clock.now().getTime() - MAX_CLOCK_SKEW_MS);
    this.bus.onReady(() => void this.follow());
  }

  stop(): void {
    this.stopping.abort();
  }

  /** Follows over the connection under way, until it is lost. */
  private async follow(): Promise<void> {
    this.isCaughtUp = false;
    const signal = AbortSignal.any([this.stopping.signal, this.connectionSignal()]);
    const { subject } = this.listener;
    const onFailedAttempt = (err: unknown, retryInMs: number) =>
      this.log.warn({ err, subject, retryInMs }, 'failed to follow a channel; retrying');
    const attempt = (task: () => Promise<void>) => retry(task, { ...RETRY_DELAY, signal, onFailedAttempt });
    try {
      await attempt(() => this.bus.tail(subject, 'next', (delivery) => void this.handle(delivery), signal));
      await attempt(() => this.bus.read(subject, this.handledUntil, (delivery) => this.handle(delivery)));
      this.isCaughtUp = true;
      this.advance();
    } catch {
      // The connection was lost, or the service stops.
    }
  }

  private connectionSignal(): AbortSignal {
    const lost = new AbortController();
    const abort = () => lost.abort();
    this.bus.lost().then(abort, abort);
    return lost.signal;
  }

  private async handle({ text, storedAt }: Delivery): Promise<void> {
    const { subject, handle } = this.listener;
    try {
      await handle(parseMessage(subject, text));
    } catch (err) {
      this.log.warn({ err, subject }, 'failed to follow an event');
    }
    if (storedAt > this.newest) this.newest = storedAt;
    this.advance();
  }

  private advance(): void {
    if (this.isCaughtUp && this.newest > this.handledUntil) this.handledUntil = this.newest;
  }
}
