import { eventually, newId } from '@ecommerce/test-kit';
import mongoose from 'mongoose';
import { paymentFor, Shop, teapot } from './shop.ts';

let shop: Shop;
let other: Awaited<ReturnType<Shop['otherInstance']>>;
beforeAll(async () => {
  shop = await Shop.open();
  await shop.product({ title: 'From before' });
  other = await shop.otherInstance({});
});
afterAll(() => shop.close());

const listed = async (search: string, app = shop.app) =>
  (await shop.get(`?search=${encodeURIComponent(search)}`, app).expect(200)).body;

describe('GET /api/products at two instances', () => {
  it('has what was stored before the start', async () => {
    expect(await listed('From before', other.app)).toMatchObject([{ title: 'From before' }]);
  });

  it('shows a product at once where it was created, and soon at the other', async () => {
    const { body } = await shop.post({ ...teapot, title: 'Brand new' }).expect(201);
    expect(await listed('Brand new')).toEqual([body]);
    await eventually(async () => expect(await listed('Brand new', other.app)).toEqual([body]));
  });

  it('shows a change at once where it was made, and soon at the other', async () => {
    const { id } = await shop.product({ title: 'Before the change' });
    const { body } = await shop.put(id, { title: 'After it', price: 3 }, shop.seller, other.app).expect(200);
    expect(await listed('After it', other.app)).toEqual([body]);
    await eventually(async () => expect(await listed('After it')).toEqual([body]));
    expect(await listed('Before the change')).toEqual([]);
  });

  it('shows the stock that a payment took', async () => {
    const { id } = await shop.product({ title: 'Sold soon', quantity: 5 });
    await shop.pay(paymentFor([{ productId: id, quantity: 2 }]));
    for (const app of [shop.app, other.app])
      await eventually(async () => expect(await listed('Sold soon', app)).toMatchObject([{ quantity: 3 }]));
  });

  it('shows a product that only its event names', async () => {
    const _id = new mongoose.Types.ObjectId();
    const stored = { ...teapot, title: 'Of an event', userId: newId(), version: 4 };
    await shop.products.model.create({ _id, ...stored });
    expect(await listed('Of an event')).toEqual([]);
    const event = { ...stored, id: String(_id), imageUrl: null };
    // An older version of the event must lead to the state that is stored.
    await shop.test.events.publish('product:updated', { ...event, title: 'Long ago', version: 2 });
    await eventually(async () => expect(await listed('Of an event')).toMatchObject([{ version: 4 }]));
    expect(await listed('Long ago')).toEqual([]);
  });
});
