import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Delivery, NatsBus } from '@ecommerce/service-kit/messaging';
import { eventually, testBusConfig, testLog } from '@ecommerce/test-kit';
import { type Client, connect } from 'nats';

const text = (value: unknown) => JSON.stringify(value);
const buses: NatsBus[] = [];

/** Starts a bus that subscribes `handle` to `topic`. */
async function startBus(
  config = testBusConfig(),
  group = 'group',
  handle?: (delivery: Delivery) => Promise<void>,
): Promise<NatsBus> {
  const bus = new NatsBus('test', { ...config, NATS_CLIENT_ID: randomUUID() }, testLog);
  buses.push(bus);
  if (handle) bus.subscribe('topic', group, handle);
  bus.start();
  await eventually(() => bus.ready);
  return bus;
}

/** Records the requests with which a client disconnects, and the server's answers. */
async function recordRequests(url: string, clientId: string): Promise<{ client: Client; seen: string[] }> {
  const client = connect({ url });
  const seen: string[] = [];
  const pendingReplies = new Set<string>();
  client.subscribe('>', (message: string, reply: string | undefined, subject: string) => {
    if (pendingReplies.delete(subject)) seen.push('subscription closed');
    const [, request] = /^_STAN\.(subclose|close)\./.exec(subject) ?? [];
    if (!request || !message.includes(clientId)) return;
    seen.push(request);
    if (request === 'subclose' && reply) pendingReplies.add(reply);
  });
  await new Promise<void>((resolve) => client.flush(() => resolve()));
  return { client, seen };
}

afterEach(async () => {
  await Promise.all(buses.splice(0).map((bus) => bus.close()));
});

describe('NatsBus', () => {
  it('delivers a message published before its listener first subscribed', async () => {
    const config = testBusConfig();
    const publisher = await startBus(config);
    await publisher.publish('topic', text(1));
    const got: string[] = [];
    await startBus(config, 'late', async (delivery) => void got.push(delivery.text));
    await eventually(() => got.length === 1);
    expect(got).toEqual(['1']);
  });

  it('delivers each message to one of two instances in a group', async () => {
    const config = testBusConfig();
    const got: [string, string][] = [];
    await startBus(config, 'group', async (delivery) => void got.push(['a', delivery.text]));
    const publisher = await startBus(
      config,
      'group',
      async (delivery) => void got.push(['b', delivery.text]),
    );
    const sent = Array.from({ length: 100 }, (_, number) => text(number));
    await Promise.all(sent.map((message) => publisher.publish('topic', message)));
    await eventually(() => got.length >= 100);
    expect(got.map(([, message]) => message).sort()).toEqual(sent.sort());
    expect(new Set(got.map(([instance]) => instance))).toEqual(new Set(['a', 'b']));
  });

  it('redelivers a message when its handler fails, and counts deliveries', async () => {
    const config = testBusConfig();
    const deliveries: number[] = [];
    const bus = await startBus(config, 'group', async (delivery) => {
      deliveries.push(delivery.deliveries);
      if (deliveries.length < 3) throw new Error('not this time');
    });
    await bus.publish('topic', text('stubborn'));
    await eventually(() => deliveries.length === 3);
    expect(deliveries).toEqual([1, 2, 3]);
  });

  it('handles a message once although the handler exceeds the ack wait', async () => {
    const config = testBusConfig();
    const started: number[] = [];
    const bus = await startBus(config, 'group', async ({ sequence }) => {
      started.push(sequence);
      if (sequence === 1) await sleep(config.ACK_WAIT_MS * 3.5);
    });
    await bus.publish('topic', text('slow'));
    await sleep(config.ACK_WAIT_MS * 4);
    await bus.publish('topic', text('next'));
    await eventually(() => started.includes(2));
    expect(started).toEqual([1, 2]);
  });

  it('delivers messages sent while a listener was stopped, but no acked ones', async () => {
    const config = testBusConfig();
    const got: string[] = [];
    const record = async (delivery: Delivery) => void got.push(delivery.text);
    const publisher = await startBus(config);
    const first = await startBus(config, 'group', record);
    await publisher.publish('topic', text('before'));
    await eventually(() => got.length === 1);
    await first.close();
    await publisher.publish('topic', text('meanwhile'));
    await startBus(config, 'group', record);
    await eventually(() => got.length === 2);
    expect(got).toEqual(['"before"', '"meanwhile"']);
  });

  it('waits for running handlers to ack when it closes', async () => {
    const config = testBusConfig();
    const got: string[] = [];
    const slow = async (delivery: Delivery) => {
      got.push('started');
      await new Promise((resolve) => setTimeout(resolve, 500));
      got.push(delivery.text);
    };
    const bus = await startBus(config, 'group', slow);
    await bus.publish('topic', text('slow'));
    await eventually(() => got.length === 1);
    await bus.close();
    expect(got).toEqual(['started', '"slow"']);

    const publisher = await startBus(config, 'group', async (delivery) => void got.push(delivery.text));
    await publisher.publish('topic', text('next'));
    await eventually(() => got.includes('"next"'));
    expect(got).toEqual(['started', '"slow"', '"next"']);
  });

  it('reads since the time of the newest message, which it passes on once more', async () => {
    const bus = await startBus();
    const read = async (topic: string) => {
      await bus.publish(topic, text(1));
      const times: Date[] = [];
      await bus.read(topic, new Date(0), async ({ storedAt }) => void times.push(storedAt));
      const again: Date[] = [];
      await bus.read(topic, times[0] ?? new Date(), async ({ storedAt }) => void again.push(storedAt));
      expect(again).toEqual(times);
    };
    // The server computes the time from how long it is ago, and a request needs some time: one try could succeed by chance.
    await Promise.all(Array.from({ length: 10 }, (_, number) => read(`topic-${number}`)));
  });

  it('closes its subscriptions before the client', async () => {
    const config = testBusConfig({ NATS_CLIENT_ID: randomUUID() });
    const bus = new NatsBus('test', config, testLog);
    buses.push(bus);
    for (const topic of ['one', 'two']) bus.subscribe(topic, 'group', async () => {});
    bus.start();
    await eventually(() => bus.ready);
    const recorded = await recordRequests(config.NATS_URL, config.NATS_CLIENT_ID);
    await bus.close();
    await eventually(() => recorded.seen.includes('close'));
    expect(recorded.seen.slice(0, recorded.seen.indexOf('close')).sort()).toEqual([
      'subclose',
      'subclose',
      'subscription closed',
      'subscription closed',
    ]);
    recorded.client.close();
  });

  it('leaves messages to other instances after stopListening, and still publishes', async () => {
    const config = testBusConfig({ ACK_WAIT_MS: '60000' });
    const got: string[] = [];
    const stopping = await startBus(
      config,
      'group',
      async (delivery) => void got.push(`stopped ${delivery.text}`),
    );
    await startBus(config, 'group', async (delivery) => void got.push(delivery.text));
    const stopped = stopping.stopListening();
    const sent = Array.from({ length: 20 }, (_, number) => text(number));
    await Promise.all(sent.map((message) => stopping.publish('topic', message)));
    await stopped;
    await eventually(() => got.length >= 20);
    expect(got.sort()).toEqual(sent.sort());
  });

  it('rejects a publish immediately, and closes, without a server', async () => {
    const bus = new NatsBus('test', testBusConfig({ NATS_URL: 'nats://127.0.0.1:9' }), testLog);
    buses.push(bus);
    bus.start();
    await expect(bus.publish('topic', '1')).rejects.toThrow('not connected');
  });

  it('reconnects when the server closes the connection', async () => {
    const config = testBusConfig();
    const got: string[] = [];
    const bus = await startBus(config, 'group', async (delivery) => void got.push(delivery.text));
    // Exceeds the server's limit: the server answers with an error and closes the connection.
    await bus.publish('topic', 'x'.repeat(2 * 1024 * 1024)).catch(() => {});
    await eventually(async () => {
      await bus.publish('topic', text('afterwards'));
      return got.includes(text('afterwards'));
    });
  });
});
