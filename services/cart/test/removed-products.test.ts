import { ProductCatalog } from '@ecommerce/service-kit/read-models';
import { eventually, newProduct, testLog } from '@ecommerce/test-kit';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const remove = (product: { id: string }, version = 1) =>
  shop.test.deliver('product:removed', { id: product.id, version });

describe('product:removed', () => {
  it('marks the line of the product, which can still be removed', async () => {
    const product = await shop.product({ title: 'A withdrawn cup', imageUrl: '/images/cup.png' });
    const [buyer, other] = await shop.buyerAndProducts();
    for (const { id } of [product, other]) await buyer.add(id).expect(201);
    await remove(product);
    expect((await buyer.show()).body.items).toMatchObject([
      { productId: product.id, title: 'A withdrawn cup', imageUrl: null, available: 0, removed: true },
      { productId: other.id, removed: false },
    ]);
    expect((await buyer.remove(product.id)).body.items).toMatchObject([{ productId: other.id }]);
  });

  it('prevents adding the product, and names it', async () => {
    const product = await shop.product({ title: 'A withdrawn cup' });
    await remove(product);
    const { status, body } = await shop.as().add(product.id);
    expect({ status, body }).toEqual({
      status: 404,
      body: { errors: [{ code: 'product_not_found', message: 'A withdrawn cup is no longer available.' }] },
    });
    expect(shop.requestsFor(product)).toBe(0);
  });

  it.each([
    ['before the product was created', ['removed', 'created', 'updated']],
    ['between two versions', ['created', 'removed', 'updated']],
    ['twice', ['created', 'removed', 'updated', 'removed', 'created']],
  ] as const)('is final when it arrives %s', async (_when, kinds) => {
    const product = newProduct();
    const versions = { created: 0, updated: 2, removed: 1 };
    for (const kind of kinds) {
      const event = { ...product, version: versions[kind] };
      await shop.test.deliver(`product:${kind}`, event);
    }
    expect(await shop.replicaOf(product)).toMatchObject({ removed: true });
    expect((await shop.as().add(product.id)).status).toBe(404);
  });

  it('is final when events arrive at once', async () => {
    const products = Array.from({ length: 10 }, () => newProduct());
    await Promise.all(
      products.flatMap((product) => [
        shop.test.deliver('product:updated', { ...product, version: 1 }),
        remove(product, 2),
        shop.test.deliver('product:created', product),
      ]),
    );
    const replicas = await Promise.all(products.map((product) => shop.replicaOf(product)));
    expect(replicas.map((replica) => replica?.removed)).toEqual(Array(10).fill(true));
  });

  it('is final when it arrives while the product is fetched', async () => {
    const product = shop.unknownProduct();
    shop.products.answers.set(`/api/products/${product.id}`, async () => {
      await remove(product);
      return product;
    });
    expect((await shop.as().add(product.id)).status).toBe(404);
    expect(await shop.replicaOf(product)).toMatchObject({ removed: true });
  });

  it('omits a line whose product is known by its removal only', async () => {
    const product = await shop.product();
    const buyer = shop.as();
    await buyer.add(product.id).expect(201);
    await shop.test.deps.catalog.model.deleteOne({ _id: product.id });
    await remove(product);
    expect((await buyer.show()).body).toEqual({ items: [] });
  });

  it('is forgotten after 30 days, and no event that old brings the product back', async () => {
    const [old, recent] = [await shop.product(), await shop.product()];
    for (const product of [old, recent]) await remove(product);
    const { database } = shop.test.service;
    const days = (count: number) => new Date(Date.now() - count * 86_400_000);
    const { model } = shop.test.deps.catalog;
    await model.updateOne({ _id: old.id }, { $set: { removedAt: days(30) } });
    const restarted = new ProductCatalog(database, shop.products.url, { log: testLog });
    restarted.start();
    await eventually(async () => !(await shop.replicaOf(old)), 120);
    await restarted.stop();
    expect(await shop.replicaOf(recent)).toMatchObject({ removed: true });

    for (const kind of ['created', 'updated'] as const)
      await shop.test.deliver(`product:${kind}`, old, { occurredAt: days(30).toISOString() });
    expect(await shop.replicaOf(old)).toBeNull();
    expect((await shop.as().add(old.id)).status).toBe(404);
    expect(shop.requestsFor(old)).toBe(1);
  });

  it('does not stop an old event from changing a replica', async () => {
    const product = await shop.product();
    const change = { ...product, version: 1, title: 'A changed cup' };
    await shop.test.deliver('product:updated', change, { occurredAt: '2026-01-05T09:30:00.000Z' });
    expect(await shop.replicaOf(product)).toMatchObject({ title: 'A changed cup' });
  });
});
