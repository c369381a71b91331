import type { Logger } from '../observability/logger.ts';
import { type Clock, systemClock } from '../runtime/clock.ts';
import { retry } from '../runtime/retry.ts';
import type { Bus, Delivery } from './bus.ts';
import type { Listener } from './listener.ts';
import { parseMessage } from './message.ts';

const RETRY_DELAY = { minDelayMs: 500, maxDelayMs: 5000 };
/** How far the broker's clock may be behind this one at the first connection. */
const MAX_CLOCK_SKEW_MS = 10_000;

/**
 * Passes each event of a subject to this instance, outside of the service's group: for read models in memory. After a
 * reconnect it reads what the channel received meanwhile. Events can arrive twice and out of order; a failed handler is
 * logged and not called again.
 */
export class ChannelFollower {
  private readonly bus: Bus;
  private readonly listener: Listener;
  private readonly log: Logger;
  private readonly clock: Clock;
  /** How long before the start it begins, in milliseconds. */
  private readonly lookbackMs: number;
  private readonly stopping = new AbortController();
  /** Everything that the broker stored before this time has been handled. */
  private handledUntil = new Date(0);
  private newest = new Date(0);
  private caughtUp = false;

  constructor(
    bus: Bus,
    listener: Listener,
    log: Logger,
    { clock = systemClock, lookbackMs = 0 }: { clock?: Clock; lookbackMs?: number } = {},
  ) {
    this.bus = bus;
    this.listener = listener;
    this.log = log;
    this.clock = clock;
    this.lookbackMs = lookbackMs;
  }

  /** Whether it has passed on everything that the broker had stored when it connected. */
  get isCaughtUp(): boolean {
    return this.caughtUp;
  }

  /** Starts following when the bus connects, and again after each reconnect. */
  start(): void {
    this.handledUntil = new Date(this.clock.now().getTime() - MAX_CLOCK_SKEW_MS - this.lookbackMs);
    this.bus.onReady(() => void this.follow());
  }

  stop(): void {
    this.stopping.abort();
  }

  /** Follows over the current connection until it is lost. */
  private async follow(): Promise<void> {
    this.caughtUp = false;
    const signal = AbortSignal.any([this.stopping.signal, this.connectionSignal()]);
    const { subject } = this.listener;
    const onFailedAttempt = (err: unknown, retryInMs: number) =>
      this.log.warn({ err, subject, retryInMs }, 'failed to follow a channel; retrying');
    const attempt = (task: () => Promise<void>) => retry(task, { ...RETRY_DELAY, signal, onFailedAttempt });
    try {
      await attempt(() => this.bus.tail(subject, 'next', (delivery) => void this.handle(delivery), signal));
      await attempt(() => this.bus.read(subject, this.handledUntil, (delivery) => this.handle(delivery)));
      this.caughtUp = true;
      this.advance();
    } catch {
      // The connection was lost, or the service is stopping.
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
      this.log.warn({ err, subject }, 'follower failed to handle an event');
    }
    if (storedAt > this.newest) this.newest = storedAt;
    this.advance();
  }

  private advance(): void {
    if (this.caughtUp && this.newest > this.handledUntil) this.handledUntil = this.newest;
  }
}
