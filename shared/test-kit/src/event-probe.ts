import { randomUUID } from 'node:crypto';
import type { EventData, Subject } from '@ecommerce/contracts';
import { formatMessage, NatsBus } from '@ecommerce/service-kit/messaging';
import { currentTraceparent } from '@ecommerce/service-kit/observability';
import type { BusConfig } from '@ecommerce/service-kit/runtime';
import { eventually } from './eventually.ts';
import { testLog } from './fixtures.ts';

interface Meta {
  eventId?: string;
  occurredAt?: string;
}

/** Publishes events as another service would, and records published events. */
export class EventProbe {
  private readonly bus: NatsBus;
  private readonly seen: { subject: Subject; data: Record<string, unknown> }[] = [];

  /** @param watch subjects whose events are recorded */
  constructor(config: BusConfig, watch: Subject[]) {
    this.bus = new NatsBus('probe', { ...config, NATS_CLIENT_ID: randomUUID() }, testLog);
    for (const subject of watch)
      this.bus.subscribe(subject, 'probe', async ({ text }) => {
        this.seen.push({ subject, data: JSON.parse(text) });
      });
  }

  /** @throws Error when the broker is not ready in time, after closing the connection */
  async start(readyWithinSeconds?: number): Promise<void> {
    this.bus.start();
    const untilReady = () => {
      if (!this.bus.ready) throw new Error('the probe is not ready: nats-streaming');
    };
    await eventually(untilReady, readyWithinSeconds).catch(async (error: unknown) => {
      await this.close();
      throw error;
    });
  }

  /**
   * Publishes an event; repeating an `eventId` repeats the event.
   * @returns the traceparent of the message, which is new for a repeated event too
   */
  async publish<S extends Subject>(subject: S, data: EventData<S>, meta: Meta = {}): Promise<string> {
    const { eventId = randomUUID(), occurredAt = new Date().toISOString() } = meta;
    const traceparent = currentTraceparent();
    await this.publishText(subject, formatMessage(data, { eventId, occurredAt, traceparent }));
    return traceparent;
  }

  /** Publishes the text of a message unchanged. */
  async publishText(subject: Subject, text: string): Promise<void> {
    await this.bus.publish(subject, text);
  }

  /** Returns the events recorded on a subject, without repetitions. */
  payloads(subject: Subject): Record<string, unknown>[] {
    const ofSubject = this.seen.filter((one) => one.subject === subject);
    return [...new Map(ofSubject.map(({ data }) => [idOf(data), data])).values()];
  }

  async close(): Promise<void> {
    await this.bus.close();
  }
}

/** Returns the id of an event, or the data itself if it has none. */
const idOf = (data: Record<string, unknown>): unknown =>
  (data.meta as { eventId?: string } | undefined)?.eventId ?? data;
