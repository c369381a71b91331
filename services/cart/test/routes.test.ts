import { MAX_LINES } from '@ecommerce/shared';
import { newId, newProduct, refusal } from '@ecommerce/shared/testing';
import request from 'supertest';
import { Cart } from '../src/cart.ts';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

test('when nothing was put in yet, then the cart is empty', async () => {
  const { status, body } = await shop.as().show();
  expect({ status, body }).toEqual({ status: 200, body: { items: [] } });
});

test('when a product is put in, then the cart shows it with title, price, picture and stock', async () => {
  const { id, title, price, imageUrl } = await shop.product({
    imageUrl: 'https://example.com/teapot.png',
    quantity: 7,
  });
  const { status, body } = await shop.as().add(id, 2);
  expect(status).toBe(201);
  expect(body).toEqual({ items: [{ productId: id, quantity: 2, title, price, imageUrl, available: 7 }] });
});

test('when a product is put in again, then its quantities are summed in one line', async () => {
  const [{ id }, buyer] = [await shop.product(), shop.as()];
  await buyer.add(id, 2);
  const { body } = await buyer.add(id.toUpperCase(), 3);
  expect(body.items).toMatchObject([{ productId: id, quantity: 5 }]);
  expect((await buyer.show()).body).toEqual(body);
});

test('when a quantity is set, then it replaces the one there was, and lines keep their order', async () => {
  const [one, other, buyer] = [await shop.product(), await shop.product(), shop.as()];
  await buyer.add(one.id, 2);
  await buyer.add(other.id);
  const { status, body } = await buyer.set(one.id.toUpperCase(), 7);
  expect(status).toBe(200);
  expect(body.items).toMatchObject([
    { productId: one.id, quantity: 7 },
    { productId: other.id, quantity: 1 },
  ]);
});

test('when a line is removed, then the others stay', async () => {
  const [one, other, buyer] = [await shop.product(), await shop.product(), shop.as()];
  await buyer.add(one.id);
  await buyer.add(other.id);
  const { status, body } = await buyer.remove(one.id.toUpperCase());
  expect(status).toBe(200);
  expect(body.items).toMatchObject([{ productId: other.id }]);
});

test('when products knows no such product, then the answer is 404 and nothing is put in', async () => {
  const buyer = shop.as();
  expect(refusal(await buyer.add(newId()))).toEqual({ status: 404, fields: [undefined] });
  expect(await buyer.lines()).toEqual({});
});

test.each(['set', 'remove'] as const)(
  'when a line is not there, then to %s it is answered 404, with a cart and without one',
  async (what) => {
    const [{ id }, buyer] = [await shop.product(), shop.as()];
    const absent = newId();
    expect(refusal(await buyer[what](absent, 1)).status).toBe(404);
    expect(await Cart.findById(buyer.user.id)).toBeNull();
    await buyer.add(id);
    expect(refusal(await buyer[what](absent, 1)).status).toBe(404);
    expect(await buyer.lines()).toEqual({ [id]: 1 });
  },
);

test.each([
  ['get', '/api/cart'],
  ['post', '/api/cart/items'],
  ['put', `/api/cart/items/${newId()}`],
  ['delete', `/api/cart/items/${newId()}`],
] as const)('when nobody is signed in, then %s %s is answered 401', async (method, path) => {
  expect(refusal(await request(shop.app)[method](path))).toEqual({ status: 401, fields: [undefined] });
});

test('when two people fill their carts, then each sees and changes only their own', async () => {
  const [{ id }, one, other] = [await shop.product(), shop.as(), shop.as()];
  await one.add(id, 1);
  await other.add(id, 2);
  await other.remove(id);
  expect(await one.lines()).toEqual({ [id]: 1 });
  expect(await other.lines()).toEqual({});
});

test('when a product changes, then the cart shows it as it is now', async () => {
  const [product, buyer] = [await shop.product(), shop.as()];
  await buyer.add(product.id, 2);
  const now = { title: 'A better teapot', price: 24.5, imageUrl: 'https://example.com/better.png' };
  await shop.backend.deliver('product:updated', { ...product, ...now, quantity: 1, version: 1 });
  expect((await buyer.show()).body.items).toEqual([
    { productId: product.id, quantity: 2, ...now, available: 1 },
  ]);
});

test(`when a cart holds ${MAX_LINES} products, then one more is refused, and more of the same is not`, async () => {
  const products = Array.from({ length: MAX_LINES + 1 }, () => newProduct());
  await shop.heardOf(...products);
  const [extra, first] = [products.pop()?.id ?? '', products[0]?.id ?? ''];
  const buyer = shop.as();
  for (const { id } of products) await buyer.add(id).expect(201);
  expect(refusal(await buyer.add(extra)).status).toBe(400);
  expect((await buyer.add(first)).status).toBe(201);
  expect(await buyer.lines()).toEqual({
    ...Object.fromEntries(products.map(({ id }) => [id, 1])),
    [first]: 2,
  });
});

test('when a line would come to more than 10,000, then that is refused and the line stays', async () => {
  const [{ id }, buyer] = [await shop.product(), shop.as()];
  await buyer.add(id, 9_999);
  expect((await buyer.add(id, 1)).status).toBe(201);
  expect(refusal(await buyer.add(id, 1))).toEqual({ status: 400, fields: ['quantity'] });
  expect(await buyer.lines()).toEqual({ [id]: 10_000 });
});

test('when 30 requests fill a new cart at once, then nothing is lost', async () => {
  const [one, other, buyer] = [await shop.product(), await shop.product(), shop.as()];
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, turn) => buyer.add(turn % 3 ? one.id : other.id)),
  );
  expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(201));
  expect(await buyer.lines()).toEqual({ [one.id]: 20, [other.id]: 10 });
});
