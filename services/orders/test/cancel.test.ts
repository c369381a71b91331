import { randomUUID } from 'node:crypto';
import { newId, rejection } from '@ecommerce/test-kit';
import { eventsOf, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

describe('DELETE /api/orders/:id', () => {
  it('cancels the order and publishes that with a newer version', async () => {
    const { buyer, ...order } = await shop.order();
    const { status, body } = await shop.as(buyer).cancel(order.id.toUpperCase());
    expect(status).toBe(200);
    const history = [...order.history, { type: 'cancelled', at: expect.any(String), reason: null }];
    expect(body).toEqual({ ...order, status: 'Cancelled', version: 1, history, updatedAt: body.updatedAt });
    expect((await shop.as(buyer).show(order.id)).body).toEqual(body);
    expect(await shop.published('order:created', order.id)).toMatchObject([{ version: 0 }]);
    expect(await shop.published('order:cancelled', order.id)).toMatchObject([{ version: 1 }]);
  });

  it('cancels a declined order with a version newer than the decline', async () => {
    const { buyer, ...order } = await shop.order();
    await shop.test.deliver('payment:declined', eventsOf(order).declined);
    expect((await shop.as(buyer).cancel(order.id)).body).toMatchObject({ status: 'Cancelled', version: 2 });
    expect(await shop.published('order:cancelled', order.id)).toMatchObject([{ version: 2 }]);
  });

  it('is idempotent, also concurrently, and publishes one event', async () => {
    const { id, buyer } = await shop.order();
    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.as(buyer).cancel(id)));
    const again = await shop.as(buyer).cancel(id);
    expect(again.status).toBe(200);
    expect(answers.map(({ status, body }) => ({ status, body }))).toEqual(
      Array(10).fill({ status: 200, body: again.body }),
    );
    expect(await shop.published('order:cancelled', id)).toHaveLength(1);
  });

  it('rejects a complete order and publishes nothing', async () => {
    const { buyer, ...order } = await shop.order();
    await shop.test.deliver('payment:created', eventsOf(order).paid);
    expect(rejection(await shop.as(buyer).cancel(order.id))).toEqual({ status: 400, fields: [undefined] });
    expect((await shop.as(buyer).show(order.id)).body).toMatchObject({ status: 'Complete', version: 1 });
    expect(await shop.published('order:cancelled', order.id)).toEqual([]);
  });

  it('publishes the cancellation again, once, when a payment arrives late', async () => {
    const { buyer, ...order } = await shop.order();
    await shop.as(buyer).cancel(order.id).expect(200);
    const { paid } = eventsOf(order);
    const meta = { eventId: randomUUID() };
    await shop.test.deliver('payment:created', paid, meta);
    await shop.test.deliver('payment:created', paid, meta);
    expect(await shop.published('order:cancelled', order.id)).toMatchObject([{ version: 1 }, { version: 2 }]);
  });

  it('answers 401 for the order of another user and does not change it', async () => {
    const { buyer, ...order } = await shop.order();
    expect(rejection(await shop.as().cancel(order.id)).status).toBe(401);
    expect((await shop.as(buyer).show(order.id)).body).toEqual(order);
  });

  it('answers 404 for an order that does not exist', async () => {
    expect(rejection(await shop.as().cancel(newId())).status).toBe(404);
  });
});
