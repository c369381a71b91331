import { rejection } from '@ecommerce/test-kit';
import request from 'supertest';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());
afterEach(() => {
  shop.cart.unavailable = false;
});

const ordersOf = (userId: string) => shop.orders.model.countDocuments({ userId });

/** The cart shows another title and price, as one that is behind would. */
const cartHolds = (productId: string, quantity: number) => {
  const line = { productId, quantity, title: 'An old title', price: 1, imageUrl: null };
  shop.cart.answers.set('/api/cart', { items: [line] });
};

test.each([
  ['no items', { items: undefined }],
  ['no body', undefined],
])('when the request holds %s, then the cart of the caller is ordered', async (_name, body) => {
  const [{ id }, buyer] = [await shop.product(), shop.as()];
  cartHolds(id, 3);
  const answer = await request(shop.test.app).post('/api/orders').set('Cookie', buyer.cookie).send(body);
  expect(answer.status).toBe(201);
  expect(answer.body.items).toEqual([
    { productId: id, titleSnapshot: 'A teapot', priceSnapshot: 19.99, quantity: 3 },
  ]);
  expect(shop.cart.requests.at(-1)).toEqual({ path: '/api/cart', cookie: buyer.cookie });
});

test.each(['text/plain', 'application/x-www-form-urlencoded'])(
  'when the items come as %s, then that is refused, and not the cart ordered in their place',
  async (type) => {
    const [{ id }, buyer] = [await shop.product(), shop.as()];
    cartHolds(id, 9);
    const answer = await request(shop.test.app)
      .post('/api/orders')
      .set('Cookie', buyer.cookie)
      .type(type)
      .send(JSON.stringify({ items: [{ productId: id, quantity: 1 }] }));
    expect(rejection(answer).status).toBe(400);
    expect(await ordersOf(buyer.user.id)).toBe(0);
  },
);

test('when the cart is empty, then that is said and nothing is ordered', async () => {
  const buyer = shop.as();
  shop.cart.answers.set('/api/cart', { items: [] });
  expect(rejection(await buyer.create())).toEqual({ status: 400, fields: ['items'] });
  expect(await ordersOf(buyer.user.id)).toBe(0);
});

test('when the cart service is away, then the buyer is told to come again, and items can be ordered', async () => {
  const [{ id }, buyer] = [await shop.product(), shop.as()];
  shop.cart.unavailable = true;
  const answer = await buyer.create();
  expect(rejection(answer).status).toBe(503);
  expect(answer.headers['retry-after']).toBe('2');
  expect((await buyer.create([{ productId: id, quantity: 1 }])).status).toBe(201);
});

test('when the cart holds what is not there in that number, then that is said, and nothing is ordered', async () => {
  const [{ id }, buyer] = [await shop.product({ quantity: 2 }), shop.as()];
  cartHolds(id, 3);
  expect(rejection(await buyer.create())).toEqual({ status: 400, fields: ['items.0.quantity'] });
  expect(await ordersOf(buyer.user.id)).toBe(0);
});
