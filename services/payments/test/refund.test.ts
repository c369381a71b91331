import { refundReasons } from '@ecommerce/contracts';
import { errorOf, eventually, newId } from '@ecommerce/test-kit';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const refundedOnce = async (orderId: string) => {
  await eventually(() => shop.published('payment:refunded', orderId).length >= 1);
  await eventually(async () => (await shop.payments.model.findById(orderId).lean())?.outbox.length === 0);
  expect(shop.published('payment:refunded', orderId)).toHaveLength(1);
  expect(await shop.emulator.refunds(orderId)).toHaveLength(1);
};

describe('refunds', () => {
  it('refunds a cancelled order in full, once, also on repeated events', async () => {
    const order = await shop.order();
    const { body } = await shop.pay(order).expect(201);
    const cancelled = { id: order.id, version: 1 };
    await Promise.all([1, 2, 3].map(() => shop.test.events.publish('order:cancelled', cancelled)));
    await refundedOnce(order.id);
    expect(await shop.emulator.refunds(order.id)).toMatchObject([
      { payment_intent: body.stripeId, amount: 3998 },
    ]);
    expect(shop.published('payment:refunded', order.id)).toMatchObject([
      {
        id: body.id,
        userId: order.userId,
        items: [{ quantity: 2 }],
        reason: expect.stringContaining('cancelled'),
        reasonCode: 'order_cancelled',
      },
    ]);
    expect(errorOf(await shop.pay(order)).codes).toEqual(['order_refunded']);
  });

  it('refunds a payment without enough stock, once', async () => {
    const order = await shop.order();
    const { body } = await shop.pay(order).expect(201);
    const items = [{ productId: order.items[0]?.productId ?? '', quantity: 2 }];
    const rejected = { paymentId: body.id, orderId: order.id, items };
    await Promise.all([1, 2].map(() => shop.test.events.publish('inventory:rejected', rejected)));
    await refundedOnce(order.id);
    expect(shop.published('payment:refunded', order.id)).toMatchObject([
      { reason: refundReasons.out_of_stock, reasonCode: 'out_of_stock' },
    ]);
  });

  it('rejects the payment of an order whose cancellation came first', async () => {
    const id = newId();
    await shop.test.events.publish('order:cancelled', { id, version: 1 });
    await eventually(() => shop.payments.model.findById(id).orFail());
    const order = await shop.order();
    const late = { ...order, id };
    await shop.test.events.publish('order:created', { ...late, status: 'Created' });
    await eventually(async () => (await shop.payments.model.findById(id).lean())?.order !== null);
    expect(errorOf(await shop.pay(late))).toMatchObject({ status: 400, codes: ['order_cancelled'] });
    expect(await shop.emulator.charges(id)).toEqual([]);
  });

  it('refunds, and never publishes, a charge of an order cancelled during it', async () => {
    const order = await shop.order();
    await shop.emulator.fault({ match: 'payment_intents', mode: 'delay', delayMs: 1500, count: 1 });
    const paying = shop.pay(order).then((answer) => answer);
    await eventually(
      async () => (await shop.payments.model.findById(order.id).lean())?.charge?.state === 'pending',
    );
    await shop.test.events.publish('order:cancelled', { id: order.id, version: 1 });
    const answer = await paying;
    expect(errorOf(answer)).toMatchObject({ status: 400, codes: ['order_cancelled'] });
    expect(answer.body.errors[0].message).toContain('refunded');
    await refundedOnce(order.id);
    expect(shop.published('payment:created', order.id)).toEqual([]);
  });

  it.each(['error_500', 'error_500_after', 'charge_then_drop', 'drop_before'])(
    'retries a failed refund until it succeeds once (%s)',
    async (mode) => {
      const order = await shop.order();
      await shop.pay(order).expect(201);
      await shop.emulator.fault({ match: 'refunds', mode, count: 2 });
      await shop.test.events.publish('order:cancelled', { id: order.id, version: 1 });
      await refundedOnce(order.id);
    },
  );

  it.each([
    ['The order was cancelled', 'order_cancelled'],
    ['Not enough stock was left when the payment arrived', 'out_of_stock'],
  ])('publishes the code of a refund stored without one (%s)', async (reason, reasonCode) => {
    const order = await shop.order();
    await shop.pay(order).expect(201);
    const refund = { state: 'due' as const, reason, attempt: 1, stripeRefundId: null };
    await shop.payments.model.updateOne({ _id: order.id }, { $set: { refund, due: new Date() } });
    await shop.test.recover();
    await refundedOnce(order.id);
    expect(shop.published('payment:refunded', order.id)).toMatchObject([{ reason, reasonCode }]);
  });
});
