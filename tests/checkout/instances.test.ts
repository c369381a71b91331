import { eventually, signUp } from '@ecommerce/test-kit';
import { counterIn, fetchMetrics } from './metrics.ts';
import { useStack } from './stack.ts';

const stack = useStack({ instances: 2 });

test('two instances of each service share the work and handle each event once', async () => {
  const { seller, buyer } = await signUp(stack(), 'seller', 'buyer');
  const product = await seller.sell(40);
  const orders = await Promise.all(Array.from({ length: 30 }, () => buyer.order(product.id)));
  const payments = await Promise.all(orders.map((order) => buyer.pay(order.id)));
  expect(payments.map(({ response }) => response.status)).toEqual(Array(30).fill(201));

  for (const { id } of orders) await buyer.untilStatus(id, 'Complete');
  await seller.untilStock(product.id, 10);
  const stored = await stack().database('products').collection('products').findOne({});
  expect(stored).toMatchObject({ quantity: 10, version: 30 });
  const { payment_intents } = await stack().ledger();
  expect(payment_intents.filter((one) => one.status === 'succeeded')).toHaveLength(30);

  const series = 'events_handled_total{subject="payment:created",outcome="applied"}';
  const handledBy = await Promise.all(
    stack().processes.products.map(async ({ url }) => counterIn(await fetchMetrics(url), series)),
  );
  expect(Math.min(...handledBy)).toBeGreaterThan(0);
});

test('every instance of every service rejects a session that has ended', async () => {
  const { person } = await signUp(stack(), 'person');
  const cookie = person.session.value;
  const paths = {
    auth: '/api/users/sessions',
    products: '/api/products?mine=true',
    cart: '/api/cart',
    orders: '/api/orders',
  };
  const urls = Object.entries(paths).flatMap(([name, path]) =>
    stack().processes[name as keyof typeof paths].map(({ url }) => url + path),
  );
  const statuses = async () =>
    Promise.all(urls.map(async (url) => (await fetch(url, { headers: { cookie } })).status));
  expect(await statuses()).toEqual(urls.map(() => 200));
  await person.signOut();
  await eventually(async () => expect(await statuses()).toEqual(urls.map(() => 401)));
});
