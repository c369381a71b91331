import { eventually } from '@ecommerce/shared/testing';
import { Person } from './person.ts';
import { Stack } from './stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start(2);
}, 120_000);
afterAll(() => stack.stop());

test('when two processes of each service share the work, then each event is handled once', async () => {
  const [seller, buyer] = await Promise.all([Person.signUp(stack), Person.signUp(stack)]);
  const product = await seller.sell(40);
  const orders = await Promise.all(Array.from({ length: 30 }, () => buyer.order(product.id)));
  const payments = await Promise.all(orders.map((order) => buyer.pay(order.id)));
  expect(payments.map((payment) => payment.status)).toEqual(Array(30).fill(201));

  for (const { id } of orders) await eventually(async () => (await buyer.statusOf(id)) === 'Complete');
  await eventually(
    async () => (await seller.must(200, 'GET', `/api/products/${product.id}`)).quantity === 10,
  );
  const stored = await stack.database('products').collection('products').findOne({});
  expect(stored).toMatchObject({ quantity: 10, version: 30 });
  const { payment_intents } = await stack.ledger();
  expect(payment_intents.filter((one) => one.status === 'succeeded')).toHaveLength(30);

  const handledBy = await Promise.all(
    stack.processes.products.map(async (one) => {
      const metrics = await (await fetch(`${one.url}/metrics`)).text();
      const match = metrics.match(
        /events_handled_total\{subject="payment:created",outcome="applied"\} (\d+)/,
      );
      return Number(match?.[1] ?? 0);
    }),
  );
  expect(Math.min(...handledBy)).toBeGreaterThan(0);
});
