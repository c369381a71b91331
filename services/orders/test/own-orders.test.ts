import { newId, rejection } from '@ecommerce/test-kit';
import request from 'supertest';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

/** Places orders for a new buyer. @returns the buyer's requests and the order ids, newest first */
async function buyerWith(orders: number) {
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

describe('GET /api/orders/:id', () => {
  it('returns the order as POST returned it', async () => {
    const [{ id }, buyer] = [await shop.product(), shop.as()];
    const { body } = await buyer.create([{ productId: id, quantity: 2 }]);
    const shown = await buyer.show(body.id.toUpperCase());
    expect({ status: shown.status, body: shown.body }).toEqual({ status: 200, body });
  });

  it('answers 401 for the order of another user and reveals nothing of it', async () => {
    const order = await shop.order();
    const answer = await shop.as().show(order.id);
    expect(rejection(answer)).toEqual({ status: 401, fields: [undefined] });
    expect(answer.text).not.toContain('A teapot');
  });

  it('answers 404 for an order that does not exist', async () => {
    expect(rejection(await shop.as().show(newId())).status).toBe(404);
  });
});

describe('without a session', () => {
  it.each([
    ['get', '/api/orders'],
    ['get', `/api/orders/${newId()}`],
    ['post', '/api/orders'],
    ['delete', `/api/orders/${newId()}`],
  ] as const)('%s %s answers 401', async (method, path) => {
    expect(rejection(await request(shop.test.app)[method](path)).status).toBe(401);
  });
});

describe('GET /api/orders', () => {
  it('lists only the orders of the caller, newest first', async () => {
    await shop.order();
    const buyer = await buyerWith(3);
    const answer = await buyer.list();
    expect(answer.status).toBe(200);
    expect(idsIn(answer)).toEqual(buyer.ids);
    expect(answer.body[0]).toEqual((await buyer.show(buyer.ids[0] ?? '')).body);
    expect(answer.headers['x-total-count']).toBe('3');
  });

  it('returns an empty list and a count of 0 without orders', async () => {
    const { status, body, headers } = await shop.as().list();
    expect({ status, body, count: headers['x-total-count'] }).toEqual({ status: 200, body: [], count: '0' });
  });

  it('lists each order on one page and links the pages', async () => {
    const buyer = await buyerWith(5);
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

  it('returns an empty page beyond the last, with a link back', async () => {
    const buyer = await buyerWith(1);
    const answer = await buyer.list('?page=9');
    expect(answer.body).toEqual([]);
    expect(answer.headers.link).toContain('</api/orders?page=1&limit=20>; rel="prev"');
  });

  it('returns 20 orders by default', async () => {
    const buyer = await buyerWith(21);
    expect(idsIn(await buyer.list())).toEqual(buyer.ids.slice(0, 20));
  });
});
