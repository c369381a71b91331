import { randomUUID } from 'node:crypto';
import { newUser, refusal } from '@ecommerce/shared/testing';
import { Order } from '../src/order.ts';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const lineOf = async (quantity = 1) => [{ productId: (await shop.product()).id, quantity }];
const ordersOf = (userId: string) => Order.countDocuments({ userId });

test('when an order is placed again under its key, then it is the same order, told once, as it is by now', async () => {
  const [buyer, items, key] = [shop.as(), await lineOf(), randomUUID()];
  const { body: first } = await buyer.create(items, key).expect(201);
  await buyer.cancel(first.id).expect(200);
  const { body: again } = await buyer.create(items, key).expect(201);
  expect(again).toMatchObject({ id: first.id, status: 'Cancelled', createdAt: first.createdAt });
  expect(await ordersOf(buyer.user.id)).toBe(1);
  expect(await shop.told('order:created', first.id)).toHaveLength(1);
});

test('when two requests of one key come at the same time, then they make one order', async () => {
  const [buyer, items, key] = [shop.as(), await lineOf(), randomUUID()];
  const answers = await Promise.all(Array.from({ length: 5 }, () => buyer.create(items, key)));
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201, 201, 201]);
  expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
  expect(await ordersOf(buyer.user.id)).toBe(1);
});

test('when the cart has changed meanwhile, then its order is the one that was placed', async () => {
  const [buyer, key] = [shop.as(), randomUUID()];
  shop.cart.answers.set('/api/cart', { items: await lineOf() });
  const { body: first } = await buyer.create(undefined, key).expect(201);
  shop.cart.answers.set('/api/cart', { items: [] });
  expect((await buyer.create(undefined, key).expect(201)).body).toEqual(first);
});

test('when a key comes with other items, then that is refused and nothing is ordered', async () => {
  const [buyer, items, key] = [shop.as(), await lineOf(), randomUUID()];
  await buyer.create(items, key).expect(201);
  for (const other of [await lineOf(), items.map((line) => ({ ...line, quantity: 2 }))])
    expect(refusal(await buyer.create(other, key))).toEqual({ status: 400, fields: ['idempotency-key'] });
  expect(await ordersOf(buyer.user.id)).toBe(1);
});

test('when two people use one key, then each has an order', async () => {
  const [items, key] = [await lineOf(), randomUUID()];
  const [one, other] = [shop.as(newUser()), shop.as(newUser())];
  const ids = [await one.create(items, key).expect(201), await other.create(items, key).expect(201)];
  expect(new Set(ids.map(({ body }) => body.id)).size).toBe(2);
});

test('when an order was refused, then its key is free', async () => {
  const [buyer, key] = [shop.as(), randomUUID()];
  const { id: productId } = await shop.product({ quantity: 1 });
  await buyer.create([{ productId, quantity: 2 }], key).expect(400);
  await buyer.create([{ productId, quantity: 1 }], key).expect(201);
});

test.each(['short', 'with a space', 'x'.repeat(256)])(
  'when a key is malformed (%s), then that is refused',
  async (key) => {
    const answer = await shop.as().create(await lineOf(), key);
    expect(refusal(answer)).toEqual({ status: 400, fields: ['idempotency-key'] });
  },
);
