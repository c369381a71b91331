import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Delivery, NatsBus } from '@ecommerce/shared';
import { eventually, testBusConfig, testLog } from '@ecommerce/shared/testing';
import { type Client, connect } from 'nats';

const text = (value: unknown) => JSON.stringify(value);
const buses: NatsBus[] = [];

/** A started bus; `handle` subscribes it to `topic`. */
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

/** What clients ask the server for when they leave, and its answers. */
async function listenToWire(url: string, clientId: string): Promise<{ client: Client; heard: string[] }> {
  const client = connect({ url });
  const heard: string[] = [];
  const awaited = new Set<string>();
  client.subscribe('>', (message: string, reply: string | undefined, subject: string) => {
    if (awaited.delete(subject)) heard.push('let go');
    const [, request] = /^_STAN\.(subclose|close)\./.exec(subject) ?? [];
    if (!request || !message.includes(clientId)) return;
    heard.push(request);
    if (request === 'subclose' && reply) awaited.add(reply);
  });
  await new Promise<void>((resolve) => client.flush(() => resolve()));
  return { client, heard };
}

afterEach(async () => {
  await Promise.all(buses.splice(0).map((bus) => bus.close()));
});

test('when a message is published before its consumer first subscribes, then the consumer gets it', async () => {
  const config = testBusConfig();
  const publisher = await startBus(config);
  await publisher.publish('topic', text(1));
  const got: string[] = [];
  await startBus(config, 'late', async (delivery) => void got.push(delivery.text));
  await eventually(() => got.length === 1);
  expect(got).toEqual(['1']);
});

test('when two replicas listen in one group, then each message is handled by one of them', async () => {
  const config = testBusConfig();
  const got: [string, string][] = [];
  await startBus(config, 'group', async (delivery) => void got.push(['a', delivery.text]));
  const publisher = await startBus(config, 'group', async (delivery) => void got.push(['b', delivery.text]));
  const sent = Array.from({ length: 100 }, (_, number) => text(number));
  await Promise.all(sent.map((message) => publisher.publish('topic', message)));
  await eventually(() => got.length >= 100);
  expect(got.map(([, message]) => message).sort()).toEqual(sent.sort());
  expect(new Set(got.map(([replica]) => replica))).toEqual(new Set(['a', 'b']));
});

test('when a handler fails, then the message comes again and says how often it came', async () => {
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

test('when a handler takes longer than the server waits, then it is not set upon the same message again', async () => {
  const config = testBusConfig();
  const began: number[] = [];
  const bus = await startBus(config, 'group', async ({ sequence }) => {
    began.push(sequence);
    if (sequence === 1) await sleep(config.ACK_WAIT_MS * 3.5);
  });
  await bus.publish('topic', text('slow'));
  await sleep(config.ACK_WAIT_MS * 4);
  await bus.publish('topic', text('next'));
  await eventually(() => began.includes(2));
  expect(began).toEqual([1, 2]);
});

test('when a consumer closes and starts again, then it gets what came meanwhile, and nothing it has acked', async () => {
  const config = testBusConfig();
  const got: string[] = [];
  const note = async (delivery: Delivery) => void got.push(delivery.text);
  const publisher = await startBus(config);
  const first = await startBus(config, 'group', note);
  await publisher.publish('topic', text('before'));
  await eventually(() => got.length === 1);
  await first.close();
  await publisher.publish('topic', text('meanwhile'));
  await startBus(config, 'group', note);
  await eventually(() => got.length === 2);
  expect(got).toEqual(['"before"', '"meanwhile"']);
});

test('when a consumer closes with a handler under way, then the handler ends and its message is acked', async () => {
  const config = testBusConfig();
  const got: string[] = [];
  const slow = async (delivery: Delivery) => {
    got.push('begun');
    await new Promise((resolve) => setTimeout(resolve, 500));
    got.push(delivery.text);
  };
  const bus = await startBus(config, 'group', slow);
  await bus.publish('topic', text('slow'));
  await eventually(() => got.length === 1);
  await bus.close();
  expect(got).toEqual(['begun', '"slow"']);

  const publisher = await startBus(config, 'group', async (delivery) => void got.push(delivery.text));
  await publisher.publish('topic', text('next'));
  await eventually(() => got.includes('"next"'));
  expect(got).toEqual(['begun', '"slow"', '"next"']);
});

test('when a bus closes, then the server has let its subscriptions go before it is told to forget the client', async () => {
  const config = testBusConfig({ NATS_CLIENT_ID: randomUUID() });
  const bus = new NatsBus('test', config, testLog);
  buses.push(bus);
  for (const topic of ['one', 'two']) bus.subscribe(topic, 'group', async () => {});
  bus.start();
  await eventually(() => bus.ready);
  const wire = await listenToWire(config.NATS_URL, config.NATS_CLIENT_ID);
  await bus.close();
  await eventually(() => wire.heard.includes('close'));
  expect(wire.heard.slice(0, wire.heard.indexOf('close')).sort()).toEqual([
    'let go',
    'let go',
    'subclose',
    'subclose',
  ]);
  wire.client.close();
});

test('when a consumer stops listening, then others get what comes at once, and it can still publish', async () => {
  const config = testBusConfig({ ACK_WAIT_MS: '60000' });
  const got: string[] = [];
  const leaving = await startBus(config, 'group', async (delivery) => void got.push(`left ${delivery.text}`));
  await startBus(config, 'group', async (delivery) => void got.push(delivery.text));
  const stopped = leaving.stopListening();
  const sent = Array.from({ length: 20 }, (_, number) => text(number));
  await Promise.all(sent.map((message) => leaving.publish('topic', message)));
  await stopped;
  await eventually(() => got.length >= 20);
  expect(got.sort()).toEqual(sent.sort());
});

test('when the server is out of reach, then publishing fails at once and closing still works', async () => {
  const bus = new NatsBus('test', testBusConfig({ NATS_URL: 'nats://127.0.0.1:9' }), testLog);
  buses.push(bus);
  bus.start();
  await expect(bus.publish('topic', '1')).rejects.toThrow('not connected');
});

test('when the server throws a connection out, then the process makes a new one and works on', async () => {
  const config = testBusConfig();
  const got: string[] = [];
  const bus = await startBus(config, 'group', async (delivery) => void got.push(delivery.text));
  // Larger than the server takes: it says so and closes the connection.
  await bus.publish('topic', 'x'.repeat(2 * 1024 * 1024)).catch(() => {});
  await eventually(async () => {
    await bus.publish('topic', text('afterwards'));
    return got.includes(text('afterwards'));
  });
});
