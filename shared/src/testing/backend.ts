import { randomUUID } from 'node:crypto';
import mongoose, { type Model } from 'mongoose';
import { z } from 'zod';
import { NatsBus } from '../bus/nats-bus.ts';
import { type BusConfig, busEnv, parseEnv } from '../config.ts';
import { currentTraceparent } from '../context.ts';
import type { EventData, Subject } from '../events/contract.ts';
import { type Listener, listen } from '../events/listener.ts';
import { formatMessage } from '../events/message.ts';
import { connectMongo } from '../mongo.ts';
import { OutboxRelay } from '../outbox/relay.ts';
import { eventually } from './eventually.ts';
import { testLog } from './fixtures.ts';

/** Where the test servers are; `npm test` starts them and sets this. */
const serverUrl = (name: 'MONGO_URL' | 'NATS_URL'): string => {
  const url = process.env[name];
  if (!url) throw new Error(`${name} is not set; run the tests with npm test`);
  return url;
};

/** A database of the test file's own, on the real server. @returns its URL */
export async function useDatabase(): Promise<string> {
  const url = new URL(serverUrl('MONGO_URL'));
  url.pathname = `/test_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
  await connectMongo(url.href, testLog);
  return url.href;
}

export async function dropDatabase(): Promise<void> {
  await mongoose.connection.dropDatabase();
  await mongoose.disconnect();
}

/** Channels of the test file's own, on the real server. */
export const testBusConfig = (overrides: Partial<Record<keyof typeof busEnv, string>> = {}): BusConfig =>
  parseEnv(z.object(busEnv), {
    NATS_URL: serverUrl('NATS_URL'),
    CHANNEL_PREFIX: `t${randomUUID().slice(0, 8)}-`,
    ACK_WAIT_MS: '1000',
    ...overrides,
  });

interface EventMeta {
  eventId?: string;
  occurredAt?: string;
}

/**
 * The real database and the real bus of one service under test, its listeners and its relay at work.
 * Every event that is published on its channels is kept in `seen`.
 */
export class TestBackend {
  readonly config: BusConfig;
  readonly bus: NatsBus;
  readonly seen: { subject: Subject; data: Record<string, unknown> }[] = [];
  /** The traces of the messages that the service has taken. */
  private readonly taken = new Set<string>();
  private readonly relay: OutboxRelay;
  private readonly spy: NatsBus;

  // biome-ignore lint/suspicious/noExplicitAny: outboxes live in models of every shape
  private constructor(config: BusConfig, service: string, listeners: Listener[], outboxes: Model<any>[]) {
    this.config = config;
    this.bus = new NatsBus(service, config, testLog);
    listen(
      this.bus,
      service,
      listeners.map((one) => this.noting(one)),
      testLog,
    );
    this.relay = new OutboxRelay(this.bus, outboxes, testLog);
    this.spy = new NatsBus('spy', { ...config, NATS_CLIENT_ID: randomUUID() }, testLog);
  }

  static async start(parts: {
    service: string;
    listeners?: Listener[];
    // biome-ignore lint/suspicious/noExplicitAny: outboxes live in models of every shape
    outboxes?: Model<any>[];
    /** Subjects whose messages `seen` keeps. */
    watch?: Subject[];
  }): Promise<TestBackend> {
    const config = testBusConfig();
    await useDatabase();
    const backend = new TestBackend(config, parts.service, parts.listeners ?? [], parts.outboxes ?? []);
    for (const subject of parts.watch ?? [])
      backend.spy.subscribe(subject, 'spy', async ({ text }) => {
        backend.seen.push({ subject, data: JSON.parse(text) });
      });
    backend.relay.start();
    backend.bus.start();
    backend.spy.start();
    await eventually(() => backend.bus.ready && backend.spy.ready);
    return backend;
  }

  /** Publishes an event as another service would. The same `eventId` makes it the same event. */
  async publish<S extends Subject>(subject: S, data: EventData<S>, meta: EventMeta = {}): Promise<void> {
    await this.send(subject, data, meta);
  }

  /** Publishes an event and waits until the service under test has taken it. */
  async deliver<S extends Subject>(subject: S, data: EventData<S>, meta: EventMeta = {}): Promise<void> {
    const trace = await this.send(subject, data, meta);
    await eventually(() => this.taken.has(trace));
  }

  /** The payloads of the events seen so far on one subject. One whose ack was late is published twice, by the same id. */
  payloads(subject: Subject): Record<string, unknown>[] {
    const ofSubject = this.seen.filter((one) => one.subject === subject);
    return [...new Map(ofSubject.map(({ data }) => [idOf(data), data])).values()];
  }

  /** @returns the message's trace, which is its own also where the event is the same */
  private async send<S extends Subject>(subject: S, data: EventData<S>, meta: EventMeta): Promise<string> {
    const { eventId = randomUUID(), occurredAt = new Date().toISOString() } = meta;
    const traceparent = currentTraceparent();
    await this.bus.publish(subject, formatMessage(data, { eventId, occurredAt, traceparent }));
    return traceparent;
  }

  private noting({ subject, handle }: Listener): Listener {
    return {
      subject,
      handle: async (event) => {
        await handle(event);
        this.taken.add(event.meta.traceparent);
      },
    };
  }

  async stop(): Promise<void> {
    await this.relay.stop();
    await this.bus.close();
    await this.spy.close();
    await dropDatabase();
  }
}

/** The event's; what has none is told apart by itself. */
const idOf = (data: Record<string, unknown>): unknown =>
  (data.meta as { eventId?: string } | undefined)?.eventId ?? data;
