import { eventually } from '@ecommerce/shared/testing';
import { ObjectId } from 'mongodb';
import { moneyFor } from '../ledger.mjs';
import { Person } from './person.ts';
import { Stack } from './stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start();
});
afterAll(() => stack.stop());

const moneyOf = async (orderId: string) => moneyFor(await stack.ledger(), orderId);

test('when a cart is ordered and paid, then the order is complete, the stock is down and the cart is empty', async () => {
  const [seller, buyer] = await Promise.all([Person.signUp(stack), Person.signUp(stack)]);
  const product = await seller.sell(5);
  await buyer.must(201, 'POST', '/api/cart/items', { productId: product.id, quantity: 2 });
  const order = await buyer.must(201, 'POST', '/api/orders');
  expect(order).toMatchObject({ status: 'Created', total: 19.98 });
  expect(await buyer.pay(order.id)).toMatchObject({ status: 201, body: { orderId: order.id } });

  await eventually(async () => (await buyer.statusOf(order.id)) === 'Complete');
  await eventually(async () => (await buyer.must(200, 'GET', `/api/products/${product.id}`)).quantity === 3);
  await eventually(async () => (await buyer.must(200, 'GET', '/api/cart')).items.length === 0);
  expect(await moneyOf(order.id)).toMatchObject({ charges: [{ amount: 1998 }], refunds: [] });
});

test('when 20 buyers pay at once for the last unit, then one gets it and nineteen get their money back', async () => {
  const seller = await Person.signUp(stack);
  const product = await seller.sell(1);
  const buyers = await Promise.all(Array.from({ length: 20 }, () => patiently(() => Person.signUp(stack))));
  const orders = await Promise.all(buyers.map((buyer) => buyer.order(product.id)));
  const payments = await Promise.all(buyers.map((buyer, index) => buyer.pay(orders[index]?.id ?? '')));
  expect(payments.map((payment) => payment.status)).toEqual(Array(20).fill(201));

  const statuses = () => Promise.all(buyers.map((buyer, index) => buyer.statusOf(orders[index]?.id ?? '')));
  await eventually(
    async () => (await statuses()).filter((status) => status === 'Cancelled').length === 19,
    60,
  );
  expect((await statuses()).filter((status) => status === 'Complete')).toHaveLength(1);
  expect((await seller.must(200, 'GET', `/api/products/${product.id}`)).quantity).toBe(0);

  const money = await Promise.all(orders.map((order) => moneyOf(order.id)));
  expect(money.map(({ charges }) => charges.length)).toEqual(Array(20).fill(1));
  expect(money.filter(({ refunds }) => refunds.length === 0)).toHaveLength(1);
});

test('when the same payment is posted ten times at once, then there is one charge and one 201', async () => {
  const [seller, buyer] = await Promise.all([Person.signUp(stack), Person.signUp(stack)]);
  const order = await buyer.order((await seller.sell(5)).id);
  const answers = await Promise.all(Array.from({ length: 10 }, () => buyer.pay(order.id)));
  expect(answers.filter((answer) => answer.status === 201)).toHaveLength(1);
  const others = answers.filter((answer) => answer.status !== 201);
  for (const { status, body } of others) {
    expect(status).toBe(400);
    expect(body.errors[0].message).toMatch(/paid already|under way/);
  }
  await eventually(async () => (await buyer.statusOf(order.id)) === 'Complete');
  expect((await moneyOf(order.id)).charges).toHaveLength(1);
});

test('when a card is declined, then the order waits for payment and another card pays it', async () => {
  const [seller, buyer] = await Promise.all([Person.signUp(stack), Person.signUp(stack)]);
  const order = await buyer.order((await seller.sell(5)).id);
  const declined = await buyer.pay(order.id, 'tok_chargeDeclinedInsufficientFunds');
  expect(declined).toMatchObject({ status: 402, body: { errors: [{ message: /insufficient funds/ }] } });
  await eventually(async () => (await buyer.statusOf(order.id)) === 'AwaitingPayment');
  expect((await buyer.pay(order.id)).status).toBe(201);
  await eventually(async () => (await buyer.statusOf(order.id)) === 'Complete');
});

test('when a cancellation races with the payment, then no money is kept for a cancelled order', async () => {
  const [seller, buyer] = await Promise.all([Person.signUp(stack), Person.signUp(stack)]);
  const product = await seller.sell(50);
  const orders = await Promise.all(Array.from({ length: 15 }, () => buyer.order(product.id)));
  const outcomes = await Promise.all(
    orders.map(async (order) => {
      const [paid, cancelled] = await Promise.all([
        buyer.pay(order.id),
        buyer.call('DELETE', `/api/orders/${order.id}`),
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
  const complete = outcomes.filter(({ cancelled }) => cancelled.status === 400).length;
  await eventually(
    async () => (await buyer.must(200, 'GET', `/api/products/${product.id}`)).quantity === 50 - complete,
  );
});

test('when payments never heard of a cancellation and takes the money, then the money goes back all the same', async () => {
  const [seller, buyer] = await Promise.all([Person.signUp(stack), Person.signUp(stack)]);
  const product = await seller.sell(5);
  const order = await buyer.order(product.id);
  const payments = stack.database('payments').collection('orderpayments');
  await eventually(async () => (await payments.findOne({ _id: new ObjectId(order.id) })) !== null);
  // As if `order:cancelled` had been lost after it was published.
  await stack
    .database('orders')
    .collection('orders')
    .updateOne({ _id: new ObjectId(order.id) }, { $set: { status: 'Cancelled' }, $inc: { version: 1 } });
  expect((await buyer.pay(order.id)).status).toBe(201);
  await eventually(async () => (await moneyOf(order.id)).refunds.length === 1);
  await eventually(async () => (await buyer.must(200, 'GET', `/api/products/${product.id}`)).quantity === 5);
  expect(await buyer.statusOf(order.id)).toBe('Cancelled');
});

test('when somebody else pays or looks, then the order is not theirs', async () => {
  const [seller, buyer, other] = await Promise.all([1, 2, 3].map(() => Person.signUp(stack)));
  const order = await buyer?.order((await seller?.sell(5))?.id ?? '');
  expect((await other?.pay(order?.id ?? ''))?.status).toBe(401);
  expect((await other?.call('GET', `/api/orders/${order?.id}`))?.status).toBe(401);
});

/** Sign-ups beyond the hashes that auth makes at once are told to come again. */
async function patiently<T>(act: () => Promise<T>): Promise<T> {
  return eventually(act);
}
