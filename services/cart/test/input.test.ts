import {
  badBodies,
  badIds,
  badQuantities,
  badTokens,
  cookieOf,
  cookieOfToken,
  newUser,
  refusal,
} from '@ecommerce/shared/testing';
import request from 'supertest';
import { Cart } from '../src/cart.ts';
import { Shop } from './shop.ts';

const user = newUser();
let shop: Shop;
let productId: string;
let before: Cart[];
beforeAll(async () => {
  shop = await Shop.open();
  productId = (await shop.product()).id;
  await shop.as(user).add(productId, 2).expect(201);
  before = await Cart.find().lean();
});
afterAll(() => shop.close());

afterEach(async () => expect(await Cart.find().lean()).toEqual(before));

const paths = () => ({ post: '/api/cart/items', put: `/api/cart/items/${productId}` });
const send = (method: 'post' | 'put', body: object) =>
  request(shop.app)[method](paths()[method]).set('Cookie', cookieOf(user)).send(body);

test.each(badIds)('when the product to put in is %s, then that is refused', async (_name, given) => {
  const answer = await send('post', { productId: given, quantity: 1 });
  expect(refusal(answer)).toEqual({ status: 400, fields: ['productId'] });
});

test.each(badQuantities)(
  'when the quantity to put in is %s, then that is refused',
  async (_name, quantity) => {
    expect(refusal(await send('post', { productId, quantity }))).toEqual({
      status: 400,
      fields: ['quantity'],
    });
  },
);

test.each(badQuantities)('when the quantity to set is %s, then that is refused', async (_name, quantity) => {
  expect(refusal(await send('put', { quantity }))).toEqual({ status: 400, fields: ['quantity'] });
});

test('when several fields are wrong, then each is named', async () => {
  const answer = await send('post', { productId: 1, quantity: 'x', price: 0, title: '' });
  expect(refusal(answer).fields.sort()).toEqual(['price', 'productId', 'quantity', 'title']);
});

test.each(['put', 'delete'] as const)(
  'when the path of %s holds no id, then that is refused',
  async (method) => {
    for (const id of ['abc', 'z'.repeat(24), '$ne', '%00', '[object%20Object]', '9'.repeat(5000)]) {
      const agent = request(shop.app)[method](`/api/cart/items/${id}`).set('Cookie', cookieOf(user));
      const answer = await (method === 'put' ? agent.send({ quantity: 1 }) : agent);
      expect(refusal(answer)).toEqual({ status: 400, fields: ['productId'] });
    }
  },
);

test.each(['%ZZ', '%ED%A0%80'])('when the path is malformed (%s), then that is refused', async (id) => {
  const answer = await request(shop.app).delete(`/api/cart/items/${id}`).set('Cookie', cookieOf(user));
  expect(refusal(answer)).toEqual({ status: 400, fields: [undefined] });
});

for (const method of ['post', 'put'] as const) {
  test.each(badBodies)(
    `when the body of ${method} is %s, then that is refused`,
    async (_name, type, text) => {
      const answer = await request(shop.app)
        [method](paths()[method])
        .set('Cookie', cookieOf(user))
        .type(type)
        .send(text);
      expect(refusal(answer).status).toBe(400);
    },
  );

  test(`when ${method} has no body, then each field that is missing is named`, async () => {
    const answer = await request(shop.app)[method](paths()[method]).set('Cookie', cookieOf(user));
    expect(refusal(answer).fields).toContain('quantity');
  });

  test.each(['price', '__proto__', 'constructor', '$set', 'userId'])(
    `when the body of ${method} holds the unknown field %s, then that is refused`,
    async (field) => {
      const good = method === 'post' ? `"productId":"${productId}","quantity":1` : '"quantity":1';
      const answer = await request(shop.app)
        [method](paths()[method])
        .set('Cookie', cookieOf(user))
        .type('json')
        .send(`{${good},"${field}":{"quantity":9}}`);
      expect(refusal(answer)).toEqual({ status: 400, fields: [field] });
    },
  );
}

test.each(badTokens(user))('when the cookie holds %s, then every route answers 401', async (_name, token) => {
  const cookie = cookieOfToken(token);
  const answers = [
    await request(shop.app).get('/api/cart').set('Cookie', cookie),
    await request(shop.app).post(paths().post).set('Cookie', cookie).send({ productId, quantity: 1 }),
    await request(shop.app).put(paths().put).set('Cookie', cookie).send({ quantity: 1 }),
    await request(shop.app).delete(paths().put).set('Cookie', cookie),
  ];
  expect(answers.map((answer) => refusal(answer).status)).toEqual([401, 401, 401, 401]);
});
