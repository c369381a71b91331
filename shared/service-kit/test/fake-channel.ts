import { type Bus, BusUnavailable, type Delivery, formatMessage } from '@ecommerce/service-kit/messaging';
import { newId } from '@ecommerce/test-kit';

type Handle = (delivery: Delivery) => unknown;

/** Fake of one broker channel, with its history and a connection that can be lost. */
export class FakeChannel {
  readonly reads: Date[] = [];
  private readonly stored: Delivery[] = [];
  private readonly onReady: (() => void)[] = [];
  private tails: { handle: Handle; signal: AbortSignal }[] = [];
  private lose: (reason: Error) => void = () => {};
  private lost: Promise<Error> | undefined;
  private failures = 0;
  private readonly subject: string;
  private nowMs: number;

  constructor(subject: string, startedAt: Date) {
    this.subject = subject;
    this.nowMs = startedAt.getTime();
  }

  /** The bus of one instance. */
  readonly bus = {
    onReady: (listener: () => void) => void this.onReady.push(listener),
    lost: async () => this.lost ?? Promise.reject(new BusUnavailable('not connected')),
    tail: async (_subject: string, _from: string, handle: Handle, signal: AbortSignal) => {
      this.failSometimes();
      this.tails.push({ handle, signal });
    },
    read: async (_subject: string, since: Date, handle: Handle) => {
      this.failSometimes();
      this.reads.push(since);
      for (const delivery of this.stored.filter(({ storedAt }) => storedAt >= since)) await handle(delivery);
    },
  } as Partial<Bus> as Bus;

  connect(): void {
    this.lost = new Promise((resolve) => {
      this.lose = resolve;
    });
    for (const listener of this.onReady) listener();
  }

  disconnect(): void {
    this.lose(new BusUnavailable('lost'));
    this.lost = undefined;
    this.tails = [];
  }

  /** Rejects the next calls. @param calls how many */
  failNext(calls: number): void {
    this.failures = calls;
  }

  /** Stores an event one second after the previous one. @returns its id */
  publish(text?: string): string {
    const id = newId();
    this.nowMs += 1000;
    const storedAt = new Date(this.nowMs);
    const meta = { eventId: id, occurredAt: storedAt.toISOString(), traceparent: '' };
    const delivery: Delivery = {
      subject: this.subject,
      text: text ?? formatMessage({ id, version: 1 }, meta),
      sequence: this.stored.length + 1,
      deliveries: 1,
      storedAt,
    };
    this.stored.push(delivery);
    for (const { handle, signal } of this.tails) if (!signal.aborted) handle(delivery);
    return id;
  }

  private failSometimes(): void {
    if (this.failures-- > 0) throw new BusUnavailable('not this time');
  }
}
