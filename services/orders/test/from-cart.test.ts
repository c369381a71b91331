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

/** Fills the cart, with an outdated title and price that an order must not copy. */
const cartHolds = (productId: string, quantity: number) => {
  const line = { productId, quantity, title: 'An old title', price: 1, imageUrl: null };
  shop.cart.answers.set('/api/cart', { items: [line] });
};

describe('POST /api/orders without items', () => {
  it.each([
    ['no items', { items: undefined }],
    ['no body', undefined],
  ])('orders the cart when the request has %s', async (_name, body) => {
    const [{ id }, buyer] = [await shop.product(), shop.as()];
    cartHolds(id, 3);
    const answer = await request(shop.test.app).post('/api/orders').set('Cookie', buyer.cookie).send(body);
    expect(answer.status).toBe(201);
    expect(answer.body.items).toEqual([
      { productId: id, titleSnapshot: 'A teapot', priceSnapshot: 19.99, quantity: 3 },
    ]);
    expect(shop.cart.requests.at(-1)).toEqual({ path: '/api/cart', cookie: buyer.cookie });
  });

  it.each(['text/plain', 'application/x-www-form-urlencoded'])(
    'rejects items sent as %s instead of ordering the cart',
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

  it('rejects an empty cart', async () => {
    const buyer = shop.as();
    shop.cart.answers.set('/api/cart', { items: [] });
    expect(rejection(await buyer.create())).toEqual({ status: 400, fields: ['items'] });
    expect(await ordersOf(buyer.user.id)).toBe(0);
  });

  it('answers 503 while the cart service is down, but accepts items', async () => {
    const [{ id }, buyer] = [await shop.product(), shop.as()];
    shop.cart.unavailable = true;
    const answer = await buyer.create();
    expect(rejection(answer).status).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect((await buyer.create([{ productId: id, quantity: 1 }])).status).toBe(201);
  });

  it('rejects a cart with more than the stock', async () => {
    const [{ id }, buyer] = [await shop.product({ quantity: 2 }), shop.as()];
    cartHolds(id, 3);
    expect(rejection(await buyer.create())).toEqual({ status: 400, fields: ['items.0.quantity'] });
    expect(await ordersOf(buyer.user.id)).toBe(0);
  });
});
