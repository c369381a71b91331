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

/** Moves the start of a charge into the past. */
const backdate = (orderId: string, seconds: number) =>
  shop.payments.model.updateOne(
    { _id: orderId },
    { $set: { 'charge.startedAt': new Date(Date.now() - seconds * 1000) } },
  );

/** The fields that a process leaves which stored its attempt some time ago and then died. */
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

describe('reconciler', () => {
  it.each(['charge_then_drop', 'drop_before'])(
    'charges once when the connection breaks (%s) and the buyer gets 503',
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

  it('charges once when the retry within the SDK is answered 429 after a charge', async () => {
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

  it('completes an attempt whose process died before it called Stripe', async () => {
    const order = await shop.order();
    await shop.payments.model.updateOne({ _id: order.id }, { $set: { attempt: 1, ...pending(order.id, 0) } });
    await shop.test.recover();
    await eventually(() => shop.published('payment:created', order.id).length === 1);
    expect(await shop.emulator.charges(order.id)).toHaveLength(1);
    expect((await shop.payments.model.findById(order.id).lean())?.charge?.token).toBeNull();
  });

  it('publishes a decline, after which another card can pay', async () => {
    const order = await shop.order();
    await shop.emulator.fault({ match: 'payment_intents', mode: 'charge_then_drop', count: 2 });
    expect((await shop.pay(order, 'tok_chargeDeclined')).status).toBe(503);
    await eventually(() => shop.published('payment:declined', order.id).length === 1);
    expect((await shop.pay(order)).status).toBe(201);
  });

  it('finds a charge in the list when Stripe stored an error for the key', async () => {
    const order = await shop.order();
    await shop.emulator.fault({ match: 'payment_intents', mode: 'error_500_after', count: 1 });
    expect((await shop.pay(order)).status).toBe(503);
    await backdate(order.id, 120);
    await eventually(() => shop.published('payment:created', order.id).length === 1);
    expect(await shop.emulator.charges(order.id)).toHaveLength(1);
  });

  it('drops an attempt for which Stripe stored an error and charged nothing', async () => {
    const order = await shop.order();
    await shop.emulator.fault({ match: 'payment_intents', mode: 'error_500', count: 1 });
    expect((await shop.pay(order)).status).toBe(503);
    await backdate(order.id, 120);
    await eventually(async () => (await chargeStateOf(order.id)) === undefined);
    expect((await shop.pay(order)).status).toBe(201);
    expect(await shop.emulator.charges(order.id)).toHaveLength(1);
  });

  it('looks for the charge instead of reusing a key that Stripe has dropped', async () => {
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
});
