import { newId, rejection } from '@ecommerce/test-kit';
import request from 'supertest';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

/** A buyer with so many orders. @returns also their ids, the newest first */
async function buyerOf(orders: number) {
  const [{ id }, buyer] = [await shop.product(), shop.as()];
  const ids: string[] = [];
  for (let turn = 0; turn < orders; turn++) {
    const { body } = await buyer.create([{ productId: id, quantity: 1 }]).expect(201);
    ids.unshift(body.id);
  }
  return { ...buyer, ids };
}
const idsIn = (response: request.Response): string[] =>
  response.body.map((order: { id: string }) => order.id);

test('when an order is asked for, then it is shown as it was answered at first', async () => {
  const [{ id }, buyer] = [await shop.product(), shop.as()];
  const { body } = await buyer.create([{ productId: id, quantity: 2 }]);
  const shown = await buyer.show(body.id.toUpperCase());
  expect({ status: shown.status, body: shown.body }).toEqual({ status: 200, body });
});

test('when the order is of somebody else, then the answer is 401 and tells nothing of it', async () => {
  const order = await shop.order();
  const answer = await shop.as().show(order.id);
  expect(rejection(answer)).toEqual({ status: 401, fields: [undefined] });
  expect(answer.text).not.toContain('A teapot');
});

test('when there is no such order, then the answer is 404', async () => {
  expect(rejection(await shop.as().show(newId())).status).toBe(404);
});

test.each([
  ['get', '/api/orders'],
  ['get', `/api/orders/${newId()}`],
  ['post', '/api/orders'],
  ['delete', `/api/orders/${newId()}`],
] as const)('when nobody is signed in, then %s %s is answered 401', async (method, path) => {
  expect(rejection(await request(shop.test.app)[method](path)).status).toBe(401);
});

test('when someone lists their orders, then they see their own only, the newest first', async () => {
  await shop.order();
  const buyer = await buyerOf(3);
  const answer = await buyer.list();
  expect(answer.status).toBe(200);
  expect(idsIn(answer)).toEqual(buyer.ids);
  expect(answer.body[0]).toEqual((await buyer.show(buyer.ids[0] ?? '')).body);
  expect(answer.headers['x-total-count']).toBe('3');
});

test('when someone has no orders, then the list is empty and says so', async () => {
  const { status, body, headers } = await shop.as().list();
  expect({ status, body, count: headers['x-total-count'] }).toEqual({ status: 200, body: [], count: '0' });
});

test('when the list is read page by page, then each order comes once, and the pages name their neighbours', async () => {
  const buyer = await buyerOf(5);
  const pages = [1, 2, 3].map((page) => buyer.list(`?page=${page}&limit=2`));
  const answers = await Promise.all(pages);
  expect(answers.flatMap(idsIn)).toEqual(buyer.ids);
  const url = (page: number) => `</api/orders?page=${page}&limit=2>`;
  const ends = `${url(1)}; rel="first", ${url(3)}; rel="last"`;
  expect(answers.map(({ headers }) => headers.link)).toEqual([
    `${ends}, ${url(2)}; rel="next"`,
    `${ends}, ${url(1)}; rel="prev", ${url(3)}; rel="next"`,
    `${ends}, ${url(2)}; rel="prev"`,
  ]);
  expect(answers.map(({ headers }) => headers['x-total-count'])).toEqual(['5', '5', '5']);
});

test('when a page beyond the last is asked for, then it is empty and leads back', async () => {
  const buyer = await buyerOf(1);
  const answer = await buyer.list('?page=9');
  expect(answer.body).toEqual([]);
  expect(answer.headers.link).toContain('</api/orders?page=1&limit=20>; rel="prev"');
});

test('when nothing is said of the length of a page, then it holds 20', async () => {
  const buyer = await buyerOf(21);
  expect(idsIn(await buyer.list())).toEqual(buyer.ids.slice(0, 20));
});
