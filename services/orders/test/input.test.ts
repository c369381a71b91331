import {
  badBodies,
  badIds,
  badQuantities,
  badTokens,
  cookieOf,
  cookieOfToken,
  newId,
  newUser,
  rejection,
} from '@ecommerce/test-kit';
import request from 'supertest';
import { Shop } from './shop.ts';

const user = newUser();
let shop: Shop;
let productId: string;
beforeAll(async () => {
  shop = await Shop.open();
  productId = (await shop.product()).id;
  // An order of this cart shows that a body was mistaken for a missing one.
  const line = { productId, quantity: 1, title: 'A teapot', price: 1, imageUrl: null };
  shop.cart.answers.set('/api/cart', { items: [line] });
});
afterAll(() => shop.close());

afterEach(async () => expect(await shop.orders.model.countDocuments()).toBe(0));

const post = (body: unknown) =>
  request(shop.test.app)
    .post('/api/orders')
    .set('Cookie', cookieOf(user))
    .send(body as object);
const good = () => ({ productId, quantity: 1 });

describe('POST /api/orders', () => {
  it.each(badIds)('rejects %s as the product of a line', async (_name, given) => {
    const answer = await post({ items: [{ ...good(), productId: given }] });
    expect(rejection(answer)).toEqual({ status: 400, fields: ['items.0.productId'] });
  });

  it.each(badQuantities)('rejects %s as the quantity of a line', async (_name, quantity) => {
    const answer = await post({ items: [{ ...good(), quantity }] });
    expect(rejection(answer)).toEqual({ status: 400, fields: ['items.0.quantity'] });
  });

  it.each<[string, unknown, string]>([
    ['null', null, 'items'],
    ['text', 'all of them', 'items'],
    ['a number', 1, 'items'],
    ['an object', { 0: { productId: newId(), quantity: 1 } }, 'items'],
    ['an operator', { $ne: null }, 'items'],
    ['an empty list', [], 'items'],
    ['a list of null', [null], 'items.0'],
    ['a list of lists', [[]], 'items.0'],
    ['a list of ids', [newId()], 'items.0'],
    ['51 lines', Array.from({ length: 51 }, () => ({ productId: newId(), quantity: 1 })), 'items'],
  ])('rejects %s as items', async (_name, items, field) => {
    expect(rejection(await post({ items }))).toEqual({ status: 400, fields: [field] });
  });

  it('names every invalid line', async () => {
    const items = [{ ...good(), quantity: 0 }, good(), { quantity: 1 }];
    expect(rejection(await post({ items })).fields.sort()).toEqual(['items.0.quantity', 'items.2.productId']);
  });

  it.each(badBodies)('rejects %s as the body', async (_name, type, text) => {
    const answer = await request(shop.test.app)
      .post('/api/orders')
      .set('Cookie', cookieOf(user))
      .type(type)
      .send(text);
    expect(rejection(answer).status).toBe(400);
  });

  it.each(['total', '__proto__', 'constructor', '$set', 'userId', 'status'])(
    'rejects the unknown field %s in the body and in a line',
    async (field) => {
      const line = `"productId":"${productId}","quantity":1`;
      const texts = [
        `{"items":[{${line}}],"${field}":{"total":1}}`,
        `{"items":[{${line},"${field}":{"total":1}}]}`,
      ];
      const answers = await Promise.all(
        texts.map((text) =>
          request(shop.test.app).post('/api/orders').set('Cookie', cookieOf(user)).type('json').send(text),
        ),
      );
      expect(answers.map((answer) => rejection(answer))).toEqual([
        { status: 400, fields: [field] },
        { status: 400, fields: [`items.0.${field}`] },
      ]);
    },
  );
});

describe('/api/orders/:id', () => {
  it.each(['get', 'delete'] as const)('rejects an invalid id in the path of %s', async (method) => {
    for (const id of ['abc', 'z'.repeat(24), '$ne', '%00', '[object%20Object]', '9'.repeat(5000)]) {
      const answer = await request(shop.test.app)[method](`/api/orders/${id}`).set('Cookie', cookieOf(user));
      expect(rejection(answer)).toEqual({ status: 400, fields: ['id'] });
    }
  });

  it.each(['%ZZ', '%ED%A0%80'])('rejects the malformed path %s', async (id) => {
    const answer = await request(shop.test.app).get(`/api/orders/${id}`).set('Cookie', cookieOf(user));
    expect(rejection(answer)).toEqual({ status: 400, fields: [undefined] });
  });
});

describe('GET /api/orders', () => {
  it.each([
    ['?page=0', 'page'],
    ['?page=-1', 'page'],
    ['?page=x', 'page'],
    ['?page=', 'page'],
    ['?page=1.5', 'page'],
    ['?page=1e9', 'page'],
    ['?page=1&page=2', 'page'],
    ['?page[$ne]=1', 'page[$ne]'],
    ['?page%00=1', 'page\u0000'],
    ['?page=%ED%A0%80', 'page'],
    ['?limit=0', 'limit'],
    ['?limit=101', 'limit'],
    ['?limit=1000', 'limit'],
    ['?limit=Infinity', 'limit'],
    ['?limit=%00', 'limit'],
    ['?userId=another', 'userId'],
    ['?__proto__=1', '__proto__'],
  ])('rejects the query %s', async (query, field) => {
    const answer = await request(shop.test.app).get(`/api/orders${query}`).set('Cookie', cookieOf(user));
    expect(rejection(answer)).toEqual({ status: 400, fields: [field] });
  });
});

describe('authentication', () => {
  it.each(badTokens(user))('answers 401 to %s on every route', async (_name, token) => {
    const cookie = cookieOfToken(token);
    const answers = [
      await request(shop.test.app).get('/api/orders').set('Cookie', cookie),
      await request(shop.test.app).get(`/api/orders/${newId()}`).set('Cookie', cookie),
      await request(shop.test.app)
        .post('/api/orders')
        .set('Cookie', cookie)
        .send({ items: [good()] }),
      await request(shop.test.app).delete(`/api/orders/${newId()}`).set('Cookie', cookie),
    ];
    expect(answers.map((answer) => rejection(answer).status)).toEqual([401, 401, 401, 401]);
  });
});
