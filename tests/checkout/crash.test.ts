import { eventually } from '@ecommerce/shared/testing';
import { Person } from './person.ts';
import { type ServiceName, Stack } from './stack.ts';

let stack: Stack;
beforeAll(async () => {
  stack = await Stack.start();
});
afterAll(() => stack.stop());

test.each<ServiceName>(['auth', 'products', 'cart', 'orders', 'payments'])(
  'when %s is killed in the middle of many checkouts and started again, then each of them ends right',
  async (victim) => {
    const [seller, buyer] = await Promise.all([Person.signUp(stack), Person.signUp(stack)]);
    const product = await seller.sell(100);
    await buyer.must(201, 'POST', '/api/cart/items', { productId: product.id, quantity: 1 });
    const orders = await Promise.all(Array.from({ length: 10 }, () => buyer.order(product.id)));

    const paying = orders.map(({ id }) => buyer.pay(id).catch(() => undefined));
    await paying[0];
    const [process] = stack.processes[victim];
    await process?.signal('SIGKILL');
    await Promise.all(paying);
    await process?.start();

    // Who got no answer looks at the order, and pays again as long as it is not paid.
    await eventually(async () => {
      const open: string[] = [];
      for (const { id } of orders) if ((await buyer.statusOf(id)) !== 'Complete') open.push(id);
      await Promise.all(open.map((id) => buyer.pay(id)));
      return open.length === 0;
    }, 50);

    await eventually(
      async () => (await buyer.must(200, 'GET', `/api/products/${product.id}`)).quantity === 90,
    );
    await eventually(async () => (await buyer.must(200, 'GET', '/api/cart')).items.length === 0);
    const { payment_intents, refunds } = await stack.ledger();
    for (const { id } of orders) {
      const charges = payment_intents.filter(
        (one) => one.status === 'succeeded' && one.metadata.orderId === id,
      );
      expect(charges).toHaveLength(1);
      expect(refunds.filter((one) => one.payment_intent === charges[0]?.id)).toEqual([]);
    }
  },
  120_000,
);
