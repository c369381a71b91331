import { answerOf, eventually, must, signUp, signUpMany } from '@ecommerce/test-kit';
import { ObjectId } from 'mongodb';
import { moneyFor } from '../ledger.mjs';
import { useStack } from './stack.ts';

const stack = useStack();

const moneyOf = async (orderId: string) => moneyFor(await stack().ledger(), orderId);

/** Places an order for one of five units, by a new buyer. */
async function placeOrder() {
  const { seller, buyer } = await signUp(stack(), 'seller', 'buyer');
  const product = await seller.sell(5);
  return { buyer, product, order: await buyer.order(product.id) };
}

test('a payment completes the order, lowers the stock and empties the cart', async () => {
  const { seller, buyer } = await signUp(stack(), 'seller', 'buyer');
  const product = await seller.sell(5);
  const line = { productId: product.id, quantity: 2 };
  await must(201, buyer.api.POST('/api/cart/items', { body: line }));
  const order = await must(201, buyer.api.POST('/api/orders'));
  expect(order).toMatchObject({ status: 'Created', total: 19.98 });
  expect(await must(201, buyer.pay(order.id))).toMatchObject({ orderId: order.id });

  await buyer.untilStatus(order.id, 'Complete');
  await buyer.untilStock(product.id, 3);
  await buyer.untilCartIsEmpty();
  expect(await moneyOf(order.id)).toMatchObject({ charges: [{ amount: 1998 }], refunds: [] });
});

test('of 20 buyers who pay for the last unit at once, 19 are refunded', async () => {
  const { seller } = await signUp(stack(), 'seller');
  const product = await seller.sell(1);
  const checkouts = await Promise.all(
    (await signUpMany(stack(), 20)).map(async (buyer) => ({ buyer, id: (await buyer.order(product.id)).id })),
  );
  const payments = await Promise.all(checkouts.map(({ buyer, id }) => buyer.pay(id)));
  expect(payments.map(({ response }) => response.status)).toEqual(Array(20).fill(201));

  const count = async (wanted: string) => {
    const statuses = await Promise.all(checkouts.map(({ buyer, id }) => buyer.statusOf(id)));
    return statuses.filter((status) => status === wanted).length;
  };
  await eventually(async () => (await count('Cancelled')) === 19);
  expect(await count('Complete')).toBe(1);
  expect(await seller.stockOf(product.id)).toBe(0);

  const money = await Promise.all(checkouts.map(({ id }) => moneyOf(id)));
  expect(money.map(({ charges }) => charges.length)).toEqual(Array(20).fill(1));
  expect(money.filter(({ refunds }) => refunds.length === 0)).toHaveLength(1);
});

test('ten concurrent payments of one order make one charge and get one 201', async () => {
  const { buyer, order } = await placeOrder();
  const answers = await Promise.all(Array.from({ length: 10 }, () => answerOf(buyer.pay(order.id))));
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
  for (const { status, body } of answers.filter((answer) => answer.status !== 201)) {
    expect(status).toBe(400);
    expect(['order_paid', 'payment_in_progress']).toContain(body.errors[0].code);
  }
  await buyer.untilStatus(order.id, 'Complete');
  expect((await moneyOf(order.id)).charges).toHaveLength(1);
});

test('a declined order awaits payment and can be paid with another card', async () => {
  const { buyer, order } = await placeOrder();
  const declined = await answerOf(buyer.pay(order.id, 'tok_chargeDeclinedInsufficientFunds'));
  expect(declined).toMatchObject({ status: 402, body: { errors: [{ message: /insufficient funds/ }] } });
  await buyer.untilStatus(order.id, 'AwaitingPayment');
  await must(201, buyer.pay(order.id));
  await buyer.untilStatus(order.id, 'Complete');
});

test('a cancellation that races with the payment never keeps money of the buyer', async () => {
  const { seller, buyer } = await signUp(stack(), 'seller', 'buyer');
  const product = await seller.sell(50);
  const orders = await Promise.all(Array.from({ length: 15 }, () => buyer.order(product.id)));
  const outcomes = await Promise.all(
    orders.map(async (order) => {
      const [paid, cancelled] = await Promise.all([
        answerOf(buyer.pay(order.id)),
        answerOf(buyer.cancel(order.id)),
      ]);
      return { order, paid, cancelled };
    }),
  );
  for (const { order, paid, cancelled } of outcomes) {
    expect([200, 400]).toContain(cancelled.status);
    expect([201, 400]).toContain(paid.status);
    const final = cancelled.status === 200 ? 'Cancelled' : 'Complete';
    await eventually(async () => {
      const { charges, refunds } = await moneyOf(order.id);
      const kept = charges.length - refunds.length;
      return (await buyer.statusOf(order.id)) === final && kept === (final === 'Complete' ? 1 : 0);
    });
  }
  await buyer.untilStock(
    product.id,
    50 - outcomes.filter(({ cancelled }) => cancelled.status === 400).length,
  );
});

test('a removed product cannot be ordered, and an open order with it is refunded', async () => {
  const { seller, buyer } = await signUp(stack(), 'seller', 'buyer');
  const [product, kept] = [await seller.sell(5), await seller.sell(5)];
  for (const { id: productId } of [product, kept])
    await must(201, buyer.api.POST('/api/cart/items', { body: { productId, quantity: 1 } }));
  const paid = await buyer.order(product.id);
  await must(201, buyer.pay(paid.id));
  await buyer.untilStatus(paid.id, 'Complete');
  await seller.untilStock(product.id, 4);
  const open = await must(
    201,
    buyer.api.POST('/api/orders', {
      body: { items: [product, kept].map(({ id: productId }) => ({ productId, quantity: 1 })) },
    }),
  );
  await must(201, buyer.api.POST('/api/cart/items', { body: { productId: product.id, quantity: 1 } }));

  await must(200, seller.removeProduct(product.id));
  await eventually(async () => (await answerOf(buyer.api.POST('/api/orders'))).status === 400);
  expect((await answerOf(buyer.api.POST('/api/orders'))).body.errors).toMatchObject([
    { code: 'unknown_product', message: 'A teapot is no longer available.' },
  ]);
  await must(201, buyer.pay(open.id));
  await buyer.untilStatus(open.id, 'Cancelled');
  expect((await moneyOf(open.id)).kept).toBe(0);
  expect((await moneyOf(paid.id)).refunds).toEqual([]);
  expect(await seller.stockOf(kept.id)).toBe(5);
  expect(await buyer.statusOf(paid.id)).toBe('Complete');
});

test('a payment is refunded if the cancellation event of its order was lost', async () => {
  const { buyer, product, order } = await placeOrder();
  const _id = new ObjectId(order.id);
  const payments = stack().database('payments').collection('orderpayments');
  await eventually(async () => (await payments.findOne({ _id })) !== null);
  // Simulates the loss of `order:cancelled` after it was published.
  await stack()
    .database('orders')
    .collection('orders')
    .updateOne({ _id }, { $set: { status: 'Cancelled' }, $inc: { version: 1 } });
  await must(201, buyer.pay(order.id));
  await eventually(async () => (await moneyOf(order.id)).refunds.length === 1);
  await buyer.untilStock(product.id, 5);
  expect(await buyer.statusOf(order.id)).toBe('Cancelled');
});

test('another user can neither pay for nor read an order', async () => {
  const { order } = await placeOrder();
  const { other } = await signUp(stack(), 'other');
  expect((await other.pay(order.id)).response.status).toBe(401);
  expect((await other.readOrder(order.id)).response.status).toBe(401);
});
