import type { Clock } from '../runtime/clock.ts';
import type { Bus } from './bus.ts';
import type { MissedMessageReplay, Subscription } from './missed-message-replay.ts';

/** Tells, from memory alone, whether the listeners of this instance have handled earlier events. */
export class ListenerProgress {
  private readonly bus: Bus;
  private readonly ackWaitMs: number;
  private readonly clock: Clock;
  /** When messages may last have begun to wait for a delivery: at a connection, or at a failed delivery. */
  private interruptedAt: Date;

  constructor(bus: Bus, ackWaitMs: number, clock: Clock) {
    this.bus = bus;
    this.ackWaitMs = ackWaitMs;
    this.clock = clock;
    this.interruptedAt = clock.now();
    bus.onReady(() => this.interrupt());
  }

  /** Wraps the handler of a subscription, to learn of failed deliveries. */
  observe({ subject, handle }: Subscription): Subscription {
    const observed: Subscription['handle'] = async (delivery) => {
      try {
        await handle(delivery);
      } catch (error) {
        this.interrupt();
        throw error;
      }
    };
    return { subject, handle: observed };
  }

  /**
   * Whether the listeners have received messages without an interruption for `marginMs` milliseconds longer than the
   * broker takes to redeliver one, and whether the messages that its restart may have dropped have been replayed.
   */
  isCaughtUp(replay: MissedMessageReplay, marginMs: number): boolean {
    const caughtUpAtMs = this.interruptedAt.getTime() + this.ackWaitMs + marginMs;
    return this.bus.ready && replay.isDone && caughtUpAtMs <= this.clock.now().getTime();
  }

  private interrupt(): void {
    this.interruptedAt = this.clock.now();
  }
}
