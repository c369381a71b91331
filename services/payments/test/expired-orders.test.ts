import { errorOf, eventually, newUser } from '@ecommerce/test-kit';
import mongoose from 'mongoose';
import { orderOf, Shop } from './shop.ts';

const HOUR_MS = 3600_000;

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MS).toISOString();

/** Publishes an order that was placed some hours ago, and waits until the service has stored it. */
async function orderPlaced(hours: number) {
  const buyer = newUser();
  const order = orderOf(buyer);
  await shop.test.events.publish('order:created', order, { occurredAt: hoursAgo(hours) });
  await eventually(() => shop.payments.model.findById(order.id).orFail());
  return { ...order, buyer };
}

/** Changes the stored record of an order. */
const edit = (id: string, update: object) =>
  shop.payments.collection.updateOne({ _id: new mongoose.Types.ObjectId(id) }, update);

describe('POST /api/payments for an expired order', () => {
  it('answers 400 and charges nothing, although orders has not cancelled it', async () => {
    const order = await orderPlaced(24.01);
    const answer = await shop.pay(order);
    expect(errorOf(answer)).toMatchObject({ status: 400, codes: ['order_expired'] });
    expect(answer.body.errors[0].message).toContain('Place a new order');
    expect(await shop.emulator.charges(order.id)).toEqual([]);
    expect(shop.published('payment:declined', order.id)).toEqual([]);
  });

  it('charges an order shortly before its end', async () => {
    const order = await orderPlaced(23.99);
    expect((await shop.pay(order)).status).toBe(201);
  });

  it('answers the same after orders has cancelled it', async () => {
    const order = await orderPlaced(25);
    await shop.test.events.publish('order:cancelled', { id: order.id, version: 1 });
    await eventually(async () => (await shop.payments.find(order.id))?.cancelled);
    expect(errorOf(await shop.pay(order)).codes).toEqual(['order_expired']);
  });

  it('rejects an order that it fetches because its event has not arrived', async () => {
    const buyer = newUser();
    const order = orderOf(buyer);
    const times = { createdAt: hoursAgo(25), updatedAt: hoursAgo(25) };
    shop.orders.answers.set(`/api/orders/${order.id}`, { ...order, history: [], ...times });
    const answer = await shop.pay({ id: order.id, buyer });
    expect(errorOf(answer)).toMatchObject({ status: 400, codes: ['order_expired'] });
    expect(await shop.emulator.charges(order.id)).toEqual([]);
  });

  it('says that a paid order is paid', async () => {
    const order = await shop.order();
    await shop.pay(order).expect(201);
    await edit(order.id, { $set: { 'order.placedAt': new Date(hoursAgo(25)) } });
    expect(errorOf(await shop.pay(order)).codes).toEqual(['order_paid']);
  });

  it('counts from the record itself if it was stored without the time of the order', async () => {
    const [old, recent] = [await orderPlaced(0), await orderPlaced(0)];
    for (const [{ id }, hours] of [[old, 25] as const, [recent, 1] as const])
      await edit(id, { $unset: { 'order.placedAt': 1 }, $set: { createdAt: new Date(hoursAgo(hours)) } });
    expect(errorOf(await shop.pay(old)).codes).toEqual(['order_expired']);
    expect((await shop.pay(recent)).status).toBe(201);
  });

  it('refunds a payment that began in time and was cancelled by the expiry', async () => {
    const order = await orderPlaced(23.99);
    await shop.pay(order).expect(201);
    await shop.test.events.publish('order:cancelled', { id: order.id, version: 2 });
    await eventually(() => shop.published('payment:refunded', order.id).length === 1);
  });
});

describe('without a broker', () => {
  it('rejects an expired order', async () => {
    const order = await orderPlaced(25);
    await shop.test.service.messaging?.bus.close();
    expect(await shop.test.service.notReady()).toEqual(['nats-streaming']);
    expect(errorOf(await shop.pay(order)).codes).toEqual(['order_expired']);
  });
});
