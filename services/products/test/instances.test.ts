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
  it('lists products stored before the start', async () => {
    expect(await listed('From before', other.app)).toMatchObject([{ title: 'From before' }]);
  });

  it('lists a new product immediately, and soon at the other instance', async () => {
    const { body } = await shop.post({ ...teapot, title: 'Brand new' }).expect(201);
    expect(await listed('Brand new')).toEqual([body]);
    await eventually(async () => expect(await listed('Brand new', other.app)).toEqual([body]));
  });

  it('shows a change immediately, and soon at the other instance', async () => {
    const { id } = await shop.product({ title: 'Before the change' });
    const { body } = await shop.put(id, { title: 'After it', price: 3 }, shop.seller, other.app).expect(200);
    expect(await listed('After it', other.app)).toEqual([body]);
    await eventually(async () => expect(await listed('After it')).toEqual([body]));
    expect(await listed('Before the change')).toEqual([]);
  });

  it('shows the stock left after a payment', async () => {
    const { id } = await shop.product({ title: 'Sold soon', quantity: 5 });
    await shop.pay(paymentFor([{ productId: id, quantity: 2 }]));
    for (const app of [shop.app, other.app])
      await eventually(async () => expect(await listed('Sold soon', app)).toMatchObject([{ quantity: 3 }]));
  });

  it('lists a product after its event, in the stored version', async () => {
    const _id = new mongoose.Types.ObjectId();
    const stored = { ...teapot, title: 'Of an event', userId: newId(), version: 4 };
    await shop.products.model.create({ _id, ...stored });
    expect(await listed('Of an event')).toEqual([]);
    const event = { ...stored, id: String(_id), imageUrl: null };
    // An outdated event must lead to the stored version.
    await shop.test.events.publish('product:updated', { ...event, title: 'Long ago', version: 2 });
    await eventually(async () => expect(await listed('Of an event')).toMatchObject([{ version: 4 }]));
    expect(await listed('Long ago')).toEqual([]);
  });
});
