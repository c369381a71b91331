import type { User } from '@ecommerce/contracts';
import { cookieOf, errorOf, newUser } from '@ecommerce/test-kit';
import type { Express } from 'express';
import request from 'supertest';
import { eventsOf, Shop } from './shop.ts';

const QUOTA = 3;

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open({ openOrders: QUOTA });
});
afterAll(() => shop.close());

const place = async (count: number, buyer: User, app: Express = shop.test.app) => {
  const { id } = await shop.product();
  const orders = Array.from({ length: count }, () =>
    request(app)
      .post('/api/orders')
      .set('Cookie', cookieOf(buyer))
      .send({ items: [{ productId: id, quantity: 1 }] }),
  );
  return Promise.all(orders);
};
const placed = (answers: request.Response[]) => answers.filter(({ status }) => status === 201);

describe('the quota of open orders', () => {
  it('holds for orders that are placed at the same time, and per buyer', async () => {
    const buyer = newUser();
    const answers = await place(8, buyer);
    expect(placed(answers)).toHaveLength(QUOTA);
    const rejected = answers.find(({ status }) => status !== 201);
    expect(rejected && errorOf(rejected)).toMatchObject({ status: 400, codes: ['quota_orders'] });
    expect(placed(await place(1, newUser()))).toHaveLength(1);
  });

  it('counts neither paid nor cancelled orders', async () => {
    const buyer = newUser();
    const [first, second] = placed(await place(QUOTA, buyer));
    expect(placed(await place(1, buyer))).toHaveLength(0);
    await shop.as(buyer).cancel(first?.body.id).expect(200);
    await shop.test.deliver('payment:created', eventsOf(second?.body).paid);
    expect(placed(await place(4, buyer))).toHaveLength(2);
  });

  it('finds the orders that other instances have placed when it is reached', async () => {
    const buyer = newUser();
    await place(QUOTA, buyer);
    const other = await shop.otherInstance();
    // The other instance knows of none at first, and counts when its own reach the quota.
    expect(placed(await place(QUOTA + 1, buyer, other.app))).toHaveLength(QUOTA);
    expect(placed(await place(1, buyer, other.app))).toHaveLength(0);
    await other.service.disconnect();
  });

  it('forgets orders that another instance has closed', async () => {
    const buyer = newUser();
    const orders = placed(await place(QUOTA, buyer));
    const other = await shop.otherInstance();
    for (const { body } of orders)
      await request(other.app).delete(`/api/orders/${body.id}`).set('Cookie', cookieOf(buyer)).expect(200);
    await other.service.disconnect();
    expect(placed(await place(QUOTA, buyer))).toHaveLength(QUOTA);
  });

  it('returns an order again for its key although the quota is reached', async () => {
    const buyer = newUser();
    const { id } = await shop.product();
    const create = () => shop.as(buyer).create([{ productId: id, quantity: 1 }], 'the-same-key');
    const { body } = await create().expect(201);
    await place(QUOTA, buyer);
    expect((await create().expect(201)).body.id).toBe(body.id);
  });
});
