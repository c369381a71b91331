import { errorOf, eventually, newId } from '@ecommerce/test-kit';
import type { OrderPayment } from '../src/order-payment.ts';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const chargeStateOf = async (orderId: string) =>
  (await shop.payments.model.findById(orderId).lean())?.charge?.state;

/** As if the attempt had begun that long ago. */
const backdate = (orderId: string, seconds: number) =>
  shop.payments.model.updateOne(
    { _id: orderId },
    { $set: { 'charge.startedAt': new Date(Date.now() - seconds * 1000) } },
  );

/** What a process leaves behind that stored its attempt so many seconds ago and died. */
const pending = (orderId: string, secondsAgo: number): Pick<OrderPayment, 'charge' | 'due'> => ({
  charge: {
    state: 'pending',
    paymentId: newId(),
    idempotencyKey: `order:${orderId}:attempt:1`,
    token: 'tok_visa',
    startedAt: new Date(Date.now() - secondsAgo * 1000),
    stripeId: null,
  },
  due: new Date(),
});

test.each(['charge_then_drop', 'drop_before'])(
  'answers 503 when the connection breaks (%s), and charges the order once',
  async (mode) => {
    const order = await shop.order();
    await shop.emulator.fault({ match: 'payment_intents', mode, count: 2 });
    const answer = await shop.pay(order);
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBeDefined();
    expect(errorOf(await shop.pay(order)).codes).toEqual([
      expect.stringMatching(/^(payment_in_progress|order_paid)$/),
    ]);

    await eventually(() => shop.published('payment:created', order.id).length === 1);
    expect(await chargeStateOf(order.id)).toBe('succeeded');
    expect(await shop.emulator.charges(order.id)).toHaveLength(1);
  },
);

test('charges once when the retry within the SDK is answered 429 after a charge', async () => {
  const order = await shop.order();
  await shop.emulator.fault({ match: 'payment_intents', mode: 'charge_then_drop', count: 1 });
  await shop.emulator.fault({ match: 'payment_intents', mode: 'error_429', count: 1 });
  expect((await shop.pay(order)).status).toBe(503);
  expect(errorOf(await shop.pay(order)).codes).toEqual([
    expect.stringMatching(/^(payment_in_progress|order_paid)$/),
  ]);
  await eventually(() => shop.published('payment:created', order.id).length === 1);
  expect(await shop.emulator.charges(order.id)).toHaveLength(1);
});

test('when the process dies after storing the attempt and before calling Stripe, then the attempt is taken up', async () => {
  const order = await shop.order();
  await shop.payments.model.updateOne({ _id: order.id }, { $set: { attempt: 1, ...pending(order.id, 0) } });
  await shop.test.recover();
  await eventually(() => shop.published('payment:created', order.id).length === 1);
  expect(await shop.emulator.charges(order.id)).toHaveLength(1);
  expect((await shop.payments.model.findById(order.id).lean())?.charge?.token).toBeNull();
});

test('when the attempt taken up is a decline, then that is told and another card can pay', async () => {
  const order = await shop.order();
  await shop.emulator.fault({ match: 'payment_intents', mode: 'charge_then_drop', count: 2 });
  expect((await shop.pay(order, 'tok_chargeDeclined')).status).toBe(503);
  await eventually(() => shop.published('payment:declined', order.id).length === 1);
  expect((await shop.pay(order)).status).toBe(201);
});

test('when Stripe has charged but stored an error for the key, then the list of charges has it', async () => {
  const order = await shop.order();
  await shop.emulator.fault({ match: 'payment_intents', mode: 'error_500_after', count: 1 });
  expect((await shop.pay(order)).status).toBe(503);
  await backdate(order.id, 120);
  await eventually(() => shop.published('payment:created', order.id).length === 1);
  expect(await shop.emulator.charges(order.id)).toHaveLength(1);
});

test('when Stripe has stored an error and charged nothing, then the order can be paid again', async () => {
  const order = await shop.order();
  await shop.emulator.fault({ match: 'payment_intents', mode: 'error_500', count: 1 });
  expect((await shop.pay(order)).status).toBe(503);
  await backdate(order.id, 120);
  await eventually(async () => (await chargeStateOf(order.id)) === undefined);
  expect((await shop.pay(order)).status).toBe(201);
  expect(await shop.emulator.charges(order.id)).toHaveLength(1);
});

test('when the key is older than Stripe keeps keys, then it is not used again but looked for', async () => {
  const order = await shop.order();
  const idempotencyKey = `order:${order.id}:attempt:1`;
  await shop.emulator.chargeWithoutKey(3998, { orderId: order.id, idempotencyKey });
  await shop.payments.model.updateOne(
    { _id: order.id },
    { $set: { attempt: 1, ...pending(order.id, 21 * 3600) } },
  );
  await shop.test.recover();
  await eventually(() => shop.published('payment:created', order.id).length === 1);
  expect(await shop.emulator.charges(order.id)).toHaveLength(1);
});
