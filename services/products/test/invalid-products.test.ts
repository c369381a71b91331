import { createLogger } from '@ecommerce/service-kit/observability';
import { eventually, newId } from '@ecommerce/test-kit';
import mongoose from 'mongoose';
import { Catalog } from '../src/catalog/catalog.ts';
import { CatalogSync } from '../src/catalog/catalog-sync.ts';
import { noStepMarkers } from '../src/step-markers.ts';
import { Shop, teapot } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

/** Stores a product without `createdAt`, as another program might. */
async function storeWithoutTime(title: string) {
  const _id = new mongoose.Types.ObjectId();
  const fields = { ...teapot, title, userId: shop.seller.id, version: 3, imageUrl: null };
  const internals = { imageKey: null, discardedImages: [], outbox: [], ...noStepMarkers() };
  await shop.products.collection.insertOne({ _id, ...fields, ...internals, updatedAt: new Date() });
  const event = { ...fields, id: String(_id) };
  return { id: String(_id), event };
}

/** Corrects a product in the database, past the model, which never changes `createdAt`. */
async function restore(id: string, version: number) {
  const _id = new mongoose.Types.ObjectId(id);
  await shop.products.collection.updateOne({ _id }, { $set: { createdAt: new Date(), version } });
}

const listed = async (search: string, app = shop.app) =>
  (await shop.get(`?search=${encodeURIComponent(search)}`, app).expect(200)).body;

describe('a stored product without a creation time', () => {
  it('is omitted, and other products are listed', async () => {
    await shop.product({ title: 'Valid before the start' });
    const { id } = await storeWithoutTime('Omitted');
    const other = await shop.otherInstance({});
    expect(await listed('Valid before', other.app)).toHaveLength(1);
    expect(await listed('Omitted', other.app)).toEqual([]);

    await shop.put(id, { title: 'Restored', price: 3 }).expect(200);
    await eventually(async () => expect(await listed('Restored', other.app)).toMatchObject([{ id }]));
    expect(await listed('Restored')).toMatchObject([{ id, version: 4 }]);
  });

  it('holds up no later change, and appears once it is corrected', async () => {
    const { id, event } = await storeWithoutTime('Corrected');
    await shop.test.events.publish('product:updated', event);
    const later = await storeWithoutTime('Later');
    await restore(later.id, 3);
    await shop.test.events.publish('product:updated', later.event);
    await eventually(async () => expect(await listed('Later')).toMatchObject([{ id: later.id }]));
    expect(await listed('Corrected')).toEqual([]);

    await restore(id, 4);
    await shop.test.events.publish('product:updated', { ...event, version: 4 });
    await eventually(async () => expect(await listed('Corrected')).toMatchObject([{ id }]));
  });

  it('is logged once per version', async () => {
    const lines: Record<string, unknown>[] = [];
    const log = createLogger('test', 'error', { write: (line) => void lines.push(JSON.parse(line)) });
    const { id } = await storeWithoutTime('Logged');
    const catalog = new Catalog();
    const sync = new CatalogSync(catalog, shop.products, log);
    sync.start();
    await eventually(() => catalog.isComplete);
    const logged = () => lines.filter(({ productId }) => productId === id);
    expect(logged()).toMatchObject([{ level: 'error', version: 3, fields: ['createdAt'] }]);

    const valid = await shop.product({ title: 'Read after it' });
    const unknown = newId();
    for (const version of [4, 5, Number.POSITIVE_INFINITY]) sync.refresh(id, version);
    sync.refresh(unknown, 1);
    await eventually(() => catalog.has(valid.id, 0));
    await sync.stop();
    expect(logged()).toHaveLength(1);
  });
});
