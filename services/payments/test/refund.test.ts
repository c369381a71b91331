import { eventually, newId } from '@ecommerce/shared/testing';
import { OrderPayment } from '../src/order-payment.ts';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const refundedOnce = async (orderId: string) => {
  await eventually(() => shop.told('payment:refunded', orderId).length >= 1);
  await eventually(async () => (await OrderPayment.findById(orderId).lean())?.outbox.length === 0);
  expect(shop.told('payment:refunded', orderId)).toHaveLength(1);
  expect(await shop.emulator.refunds(orderId)).toHaveLength(1);
};

test('when an order is cancelled after it was paid, then the whole sum goes back, once, however often it is told', async () => {
  const order = await shop.order();
  const { body } = await shop.pay(order).expect(201);
  const cancelled = { id: order.id, version: 1 };
  await Promise.all([1, 2, 3].map(() => shop.backend.publish('order:cancelled', cancelled)));
  await refundedOnce(order.id);
  expect(await shop.emulator.refunds(order.id)).toMatchObject([
    { payment_intent: body.stripeId, amount: 3998 },
  ]);
  expect(shop.told('payment:refunded', order.id)).toMatchObject([
    {
      id: body.id,
      userId: order.userId,
      items: [{ quantity: 2 }],
      reason: expect.stringContaining('cancelled'),
    },
  ]);
  expect((await shop.pay(order)).body.errors[0].message).toContain('refunded');
});

test('when not enough stock was left, then the money goes back, once', async () => {
  const order = await shop.order();
  const { body } = await shop.pay(order).expect(201);
  const items = [{ productId: order.items[0]?.productId ?? '', quantity: 2 }];
  const rejected = { paymentId: body.id, orderId: order.id, items };
  await Promise.all([1, 2].map(() => shop.backend.publish('inventory:rejected', rejected)));
  await refundedOnce(order.id);
  expect(shop.told('payment:refunded', order.id)).toMatchObject([
    { reason: expect.stringContaining('stock') },
  ]);
});

test('when the cancellation comes before the order itself, then the order can not be paid', async () => {
  const id = newId();
  await shop.backend.publish('order:cancelled', { id, version: 1 });
  await eventually(() => OrderPayment.findById(id).orFail());
  const order = await shop.order();
  const late = { ...order, id };
  await shop.backend.publish('order:created', { ...late, status: 'Created' });
  await eventually(async () => (await OrderPayment.findById(id).lean())?.order !== null);
  const answer = await shop.pay(late);
  expect(answer.status).toBe(400);
  expect(answer.body.errors[0].message).toContain('cancelled');
  expect(await shop.emulator.charges(id)).toEqual([]);
});

test('when the order is cancelled while the card is being charged, then the charge goes back and is never told', async () => {
  const order = await shop.order();
  await shop.emulator.fault({ match: 'payment_intents', mode: 'delay', delayMs: 1500, count: 1 });
  const paying = shop.pay(order).then((answer) => answer);
  await eventually(async () => (await OrderPayment.findById(order.id).lean())?.charge?.state === 'pending');
  await shop.backend.publish('order:cancelled', { id: order.id, version: 1 });
  const answer = await paying;
  expect(answer.status).toBe(400);
  expect(answer.body.errors[0].message).toContain('given back');
  await refundedOnce(order.id);
  expect(shop.told('payment:created', order.id)).toEqual([]);
});

test.each(['error_500', 'error_500_after', 'charge_then_drop', 'drop_before'])(
  'when Stripe fails at the refund (%s), then it is tried again until it is done, and done once',
  async (mode) => {
    const order = await shop.order();
    await shop.pay(order).expect(201);
    await shop.emulator.fault({ match: 'refunds', mode, count: 2 });
    await shop.backend.publish('order:cancelled', { id: order.id, version: 1 });
    await refundedOnce(order.id);
  },
);
