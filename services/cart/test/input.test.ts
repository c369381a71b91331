import {
  badBodies,
  badIds,
  badQuantities,
  badTokens,
  cookieOf,
  cookieOfToken,
  newUser,
  rejection,
} from '@ecommerce/test-kit';
import request from 'supertest';
import type { Cart } from '../src/cart.ts';
import { Shop } from './shop.ts';

const user = newUser();
let shop: Shop;
let productId: string;
let before: Cart[];
const storedCarts = () => shop.carts.model.find().lean<Cart[]>();
beforeAll(async () => {
  shop = await Shop.open();
  productId = (await shop.product()).id;
  await shop.as(user).add(productId, 2).expect(201);
  before = await storedCarts();
});
afterAll(() => shop.close());

afterEach(async () => expect(await storedCarts()).toEqual(before));

type Method = 'get' | 'post' | 'put' | 'delete';
const pathOf = (method: Method, id = productId) =>
  ({ get: '/api/cart', post: '/api/cart/items' })[method as string] ?? `/api/cart/items/${id}`;
const bodyOf = (method: Method) =>
  ({ post: { productId, quantity: 1 }, put: { quantity: 1 } })[method as string];
const call = (method: Method, id = productId, cookie = cookieOf(user)) =>
  request(shop.test.app)[method](pathOf(method, id)).set('Cookie', cookie);

describe('POST /api/cart/items', () => {
  it.each(badIds)('rejects %s as the product id', async (_name, given) => {
    const answer = await call('post').send({ productId: given, quantity: 1 });
    expect(rejection(answer)).toEqual({ status: 400, fields: ['productId'] });
  });

  it('names each invalid field', async () => {
    const answer = await call('post').send({ productId: 1, quantity: 'x', price: 0, title: '' });
    expect(rejection(answer).fields.sort()).toEqual(['price', 'productId', 'quantity', 'title']);
  });
});

describe('/api/cart/items/:productId', () => {
  it.each(['put', 'delete'] as const)('rejects an invalid id in the path of %s', async (method) => {
    for (const id of ['abc', 'z'.repeat(24), '$ne', '%00', '[object%20Object]', '9'.repeat(5000)]) {
      const answer = await call(method, id).send(bodyOf(method));
      expect(rejection(answer)).toEqual({ status: 400, fields: ['productId'] });
    }
  });

  it.each(['%ZZ', '%ED%A0%80'])('rejects the malformed path %s', async (id) => {
    expect(rejection(await call('delete', id))).toEqual({ status: 400, fields: [undefined] });
  });
});

describe.each(['post', 'put'] as const)('the body of %s', (method) => {
  it.each(badQuantities)('rejects %s as the quantity', async (_name, quantity) => {
    const answer = await call(method).send({ ...bodyOf(method), quantity });
    expect(rejection(answer)).toEqual({ status: 400, fields: ['quantity'] });
  });

  it.each(badBodies)('rejects %s', async (_name, type, text) => {
    expect(rejection(await call(method).type(type).send(text)).status).toBe(400);
  });

  it('requires the quantity when the body is missing', async () => {
    expect(rejection(await call(method)).fields).toContain('quantity');
  });

  it.each(['price', '__proto__', 'constructor', '$set', 'userId'])(
    'rejects the unknown field %s',
    async (field) => {
      const good = JSON.stringify(bodyOf(method)).slice(0, -1);
      const answer = await call(method).type('json').send(`${good},"${field}":{"quantity":9}}`);
      expect(rejection(answer)).toEqual({ status: 400, fields: [field] });
    },
  );
});

describe('authentication', () => {
  it.each(badTokens(user))('answers 401 to %s on every route', async (_name, token) => {
    for (const method of ['get', 'post', 'put', 'delete'] as const) {
      const answer = await call(method, productId, cookieOfToken(token)).send(bodyOf(method));
      expect(rejection(answer).status).toBe(401);
    }
  });
});
