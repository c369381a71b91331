import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, must, newId, signUp } from '@ecommerce/test-kit';
import { withBus } from '../../tools/nats-test/src/bus.ts';
import { timelineOf } from '../../tools/trace/timeline.mjs';
import { fetchMetrics } from './metrics.ts';
import { useStack } from './stack.ts';

const stack = useStack();

const traceOf = (orderId: string) => timelineOf(orderId, () => stack().log());

/** The logged steps of an order, prefixed with the service and without durations. */
const stepsOf = async (orderId: string) =>
  (await traceOf(orderId)).map(({ by, text }) => `${by} ${text.replace(/ in \d+ ms$/, '')}`);

/** Waits until each expected step is logged and checks their order. Compares only the start of each step. */
async function expectInOrder(orderId: string, expected: string[]): Promise<void> {
  const positionsIn = (steps: string[]) =>
    expected.map((step) => steps.findIndex((one) => one.startsWith(step)));
  const steps = await eventually(async () => {
    const logged = await stepsOf(orderId);
    if (positionsIn(logged).includes(-1)) throw new Error(`steps are missing:\n${logged.join('\n')}`);
    return logged;
  });
  const positions = positionsIn(steps);
  expect({ steps, positions }).toEqual({ steps, positions: positions.toSorted((one, other) => one - other) });
}

test('the logs trace an order from its request to the purge of the cart', async () => {
  const { seller, buyer } = await signUp(stack(), 'seller', 'buyer');
  const product = await seller.sell(5);
  const line = { productId: product.id, quantity: 2 };
  await must(201, buyer.api.POST('/api/cart/items', { body: line }));
  const order = await must(201, buyer.api.POST('/api/orders'));
  await must(201, buyer.pay(order.id));

  const begin = ['orders POST /api/orders: 201', 'orders wrote order:created'];
  const paid = [
    'payments POST /api/payments: 201',
    'payments asked Stripe for a charge: outcome succeeded, stripeId pi_',
    'payments wrote payment:created',
  ];
  await expectInOrder(order.id, [...begin, 'payments handled order:created: the order can be paid']);
  await expectInOrder(order.id, [...begin, ...paid, 'orders handled payment:created: the order is Complete']);
  const purged = 'cart handled payment:created: purged the cart of 1 of 1 lines';
  await expectInOrder(order.id, [...begin, ...paid, purged]);
  await expectInOrder(order.id, [
    'orders POST /api/orders: 201',
    'cart GET /api/cart: 200',
    'orders wrote order:created',
    ...paid,
    'products handled payment:created: stock allocated',
    'products wrote product:updated',
    'cart handled product:updated',
  ]);
});

test('the logs trace a refund for lack of stock back to its payment', async () => {
  const { seller, first, second } = await signUp(stack(), 'seller', 'first', 'second');
  const product = await seller.sell(1);
  const [won, lost] = await Promise.all([first.order(product.id), second.order(product.id)]);
  await first.pay(won.id);
  await first.untilStatus(won.id, 'Complete');
  await second.pay(lost.id);
  await expectInOrder(lost.id, [
    'payments POST /api/payments: 201',
    'payments wrote payment:created',
    'products handled payment:created: stock rejected',
    'products wrote inventory:rejected',
    'payments handled inventory:rejected: the payment will be refunded',
    'payments Stripe refunded the payment',
    'payments wrote payment:refunded',
    'orders handled payment:refunded: the order is Cancelled',
  ]);
  expect(new Set((await traceOf(lost.id)).map(({ trace }) => trace)).size).toBe(2);
  expect(await stepsOf(won.id)).not.toContainEqual(expect.stringContaining('refunded'));
});

test('the logs contain no secret of a buyer', async () => {
  const { seller, buyer } = await signUp(stack(), 'seller', 'buyer');
  const order = await buyer.order((await seller.sell(5)).id);
  await buyer.pay(order.id, 'tok_chargeDeclined');
  await buyer.pay(order.id, 'tok_mastercard');
  await buyer.untilStatus(order.id, 'Complete');
  const log = stack().log().join('\n');
  expect(log).toContain(order.id);
  const session = buyer.session.value.replace('session=', '');
  const { jwt } = JSON.parse(Buffer.from(session, 'base64').toString());
  const secrets = ['tok_', 'a good password', '@example.com', jwt, session];
  expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
});

test('the metrics count the redeliveries of a failing event and its dead letter', async () => {
  const orderId = newId();
  const meta = { eventId: randomUUID(), occurredAt: new Date().toISOString(), traceparent: '' };
  const event = { orderId, reason: 'The order is unknown', meta };
  await withBus({ NATS_URL: stack().natsUrl, CHANNEL_PREFIX: stack().channelPrefix }, (bus) =>
    bus.publish('payment:declined', JSON.stringify(event)),
  );

  const metrics = await eventually(async () => {
    const text = await fetchMetrics(stack().next('orders').url);
    const deadLetters = `events_handled_total{subject="payment:declined",outcome="parked"} 1\n`;
    return text.includes(deadLetters) && text;
  });
  expect(metrics).toContain('event_redeliveries_total{subject="payment:declined"} 4\n');
  expect(metrics).toContain('\nparked_messages 1\n');
  expect(metrics).toContain('outbox_documents 0\n');
  expect(await stepsOf(orderId)).toHaveLength(5);
});

test('the services export every metric that a dashboard or an alert uses', async () => {
  const dir = join(import.meta.dirname, '../../compose/observability');
  const files = (await readdir(dir, { recursive: true })).filter((file) => /alerts|expected|shop/.test(file));
  const texts = await Promise.all(files.map((file) => readFile(join(dir, file), 'utf8')));
  const recorded = [...texts.join('\n').matchAll(/record: (\w+)/g)].map(([, name]) => name);
  const read = texts.join('\n').match(/\b[a-z]+(?:_[a-z]+)+\b(?= *[{[)>])/g) ?? [];
  const metrics = await fetchMetrics(stack().next('payments').url);
  const known = new Set([...[...metrics.matchAll(/^# TYPE (\w+)/gm)].map(([, name]) => name), ...recorded]);
  expect(new Set(read).size).toBeGreaterThan(6);
  expect([...new Set(read)].filter((name) => !known.has(name.replace(/_(bucket|count|sum)$/, '')))).toEqual(
    [],
  );
});
