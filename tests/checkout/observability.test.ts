import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { busEnv, NatsBus, parseEnv } from '@ecommerce/shared';
import { eventually, newId, testLog } from '@ecommerce/shared/testing';
import { z } from 'zod';
import { storyOf } from '../../tools/trace/story.mjs';
import { Person } from './person.ts';
import { Stack } from './stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start();
});
afterAll(() => stack.stop());

/** What was done for an order, by whom, without how long it took. */
async function toldOf(orderId: string): Promise<string[]> {
  const steps = await storyOf(orderId, () => stack.log());
  return steps.map(({ by, text }) => `${by} ${text.replace(/ in \d+ ms$/, '')}`);
}

/** Waits until each of these is told, whatever follows its words, and in this order. */
async function expectInOrder(orderId: string, expected: string[]): Promise<void> {
  const placesOf = (told: string[]) => expected.map((step) => told.findIndex((one) => one.startsWith(step)));
  const told = await eventually(async () => {
    const now = await toldOf(orderId);
    if (placesOf(now).includes(-1)) throw new Error(`not all of it is told yet:\n${now.join('\n')}`);
    return now;
  });
  const places = placesOf(told);
  expect({ told, places }).toEqual({ told, places: places.toSorted((one, other) => one - other) });
}

test('when a cart is ordered and paid, then the logs tell the order from its request to the purge of the cart', async () => {
  const [seller, buyer] = await Promise.all([Person.signUp(stack), Person.signUp(stack)]);
  const product = await seller.sell(5);
  await buyer.must(201, 'POST', '/api/cart/items', { productId: product.id, quantity: 2 });
  const order = await buyer.must(201, 'POST', '/api/orders');
  expect((await buyer.pay(order.id)).status).toBe(201);

  const begin = ['orders POST /api/orders: 201', 'orders wrote order:created'];
  const paid = [
    'payments POST /api/payments: 201',
    'payments asked Stripe for a charge: outcome succeeded, stripeId pi_',
    'payments wrote payment:created',
  ];
  await expectInOrder(order.id, [...begin, 'payments handled order:created: the order can be paid']);
  await expectInOrder(order.id, [...begin, ...paid, 'orders handled payment:created: the order is Complete']);
  await expectInOrder(order.id, [
    ...begin,
    ...paid,
    'cart handled payment:created: purged the cart of 1 of 1 lines',
  ]);
  await expectInOrder(order.id, [
    'orders POST /api/orders: 201',
    'cart GET /api/cart: 200',
    'orders wrote order:created',
    ...paid,
    'products handled payment:created: took the stock',
    'products wrote product:updated',
    'cart handled product:updated',
  ]);
});

test('when the last piece was sold already, then the refund is told as a part of the payment', async () => {
  const [seller, first, second] = await Promise.all([1, 2, 3].map(() => Person.signUp(stack)));
  if (!seller || !first || !second) throw new Error('nobody came');
  const product = await seller.sell(1);
  const [won, lost] = await Promise.all([first.order(product.id), second.order(product.id)]);
  await first.pay(won.id);
  await eventually(async () => (await first.statusOf(won.id)) === 'Complete');
  await second.pay(lost.id);
  await expectInOrder(lost.id, [
    'payments POST /api/payments: 201',
    'payments wrote payment:created',
    'products handled payment:created: took no stock, there was not enough',
    'products wrote inventory:rejected',
    'payments handled inventory:rejected: the payment goes back',
    'payments Stripe has given the payment back',
    'payments wrote payment:refunded',
    'orders handled payment:refunded: the order is Cancelled',
  ]);
  const requests = new Set((await storyOf(lost.id, () => stack.log())).map(({ trace }) => trace));
  expect(requests.size).toBe(2);
  expect(await toldOf(won.id)).not.toContainEqual(expect.stringContaining('refunded'));
});

test('when people buy and are refused, then nothing secret of theirs is in any log', async () => {
  const buyer = await Person.signUp(stack);
  const order = await buyer.order((await (await Person.signUp(stack)).sell(5)).id);
  await buyer.pay(order.id, 'tok_chargeDeclined');
  await buyer.pay(order.id, 'tok_mastercard');
  await eventually(async () => (await buyer.statusOf(order.id)) === 'Complete');
  const log = stack.log().join('\n');
  expect(log).toContain(order.id);
  const { jwt } = JSON.parse(Buffer.from(buyer.cookie.replace('session=', ''), 'base64').toString());
  const secrets = ['tok_', 'a good password', '@example.com', jwt, buyer.cookie.replace('session=', '')];
  expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
});

test('when a service can not take a message, then its metrics count the tries and that it was parked', async () => {
  const config = parseEnv(z.object(busEnv), {
    NATS_URL: stack.natsUrl,
    CHANNEL_PREFIX: stack.channelPrefix,
    NATS_CLIENT_ID: randomUUID(),
  });
  const bus = new NatsBus('stranger', config, testLog);
  bus.start();
  await eventually(() => bus.ready);
  const orderId = newId();
  const meta = { eventId: randomUUID(), occurredAt: new Date().toISOString(), traceparent: '' };
  await bus.publish(
    'payment:declined',
    JSON.stringify({ orderId, reason: 'Of an order that nobody placed', meta }),
  );
  await bus.close();

  const url = `${stack.next('orders').url}/metrics`;
  const metrics = await eventually(async () => {
    const text = await (await fetch(url)).text();
    const parked = 'events_handled_total{subject="payment:declined",outcome="parked"} 1\n';
    return text.includes(parked) && text;
  });
  expect(metrics).toContain('event_redeliveries_total{subject="payment:declined"} 4\n');
  expect(metrics).toContain('\nparked_messages 1\n');
  expect(metrics).toContain('outbox_documents 0\n');
  expect(await toldOf(orderId)).toHaveLength(5);
});

test('when the dashboard or an alert asks for a metric, then the services have it', async () => {
  const dir = join(import.meta.dirname, '../../compose/observability');
  const files = (await readdir(dir, { recursive: true })).filter((file) => /alerts|shop/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(dir, file), 'utf8')));
  const recorded = [...texts.join('\n').matchAll(/record: (\w+)/g)].map(([, name]) => name);
  const asked = texts.join('\n').match(/\b[a-z]+(?:_[a-z]+)+\b(?= *[{[)>])/g) ?? [];
  const text = await (await fetch(`${stack.next('payments').url}/metrics`)).text();
  const there = [...text.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name);
  const isThere = (name: string) =>
    [...there, ...recorded].includes(name.replace(/_(bucket|count|sum)$/, ''));
  expect(new Set(asked).size).toBeGreaterThan(6);
  expect([...new Set(asked)].filter((name) => !isThere(name))).toEqual([]);
});
