import { errorOf, newProduct } from '@ecommerce/test-kit';
import { IMAGES_URL, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());
afterEach(() => {
  shop.products.unavailable = false;
});

const unavailable = { status: 503, codes: ['unavailable'], fields: [undefined] };

describe('product replica', () => {
  it('serves a product known from its event without a request to products', async () => {
    shop.products.unavailable = true;
    const product = await shop.product();
    expect((await shop.as().add(product.id)).status).toBe(201);
    expect(shop.requestsFor(product)).toBe(0);
  });

  it('fetches an unknown product once and stores it', async () => {
    const product = shop.unknownProduct({ title: 'A new one', price: 0.1, version: 3 });
    const { status, body } = await shop.as().add(product.id);
    expect(status).toBe(201);
    expect(body.items).toMatchObject([{ title: 'A new one', price: 0.1 }]);
    shop.products.unavailable = true;
    expect((await shop.as().add(product.id)).status).toBe(201);
    expect(shop.requestsFor(product)).toBe(1);
  });

  it('applies a new URL of the image store to replicated images', async () => {
    const [fromEvent, fromAnswer, foreign] = [
      await shop.product({ imageUrl: '/images/event.png' }),
      shop.unknownProduct({ imageUrl: `${IMAGES_URL}/images/answer.png` }),
      await shop.product({ imageUrl: 'https://example.com/foreign.png' }),
    ];
    const buyer = shop.as();
    for (const { id } of [fromEvent, fromAnswer, foreign]) await buyer.add(id).expect(201);
    const elsewhere = await shop.instanceAt('https://elsewhere.test');
    const imagesAt = async (instance: typeof elsewhere) => {
      const { body } = await shop.as(buyer.user, instance).show();
      return body.items.map(({ imageUrl }: { imageUrl: string }) => imageUrl);
    };
    const shown = [await imagesAt(shop.test), await imagesAt(elsewhere)];
    await elsewhere.service.disconnect();
    expect(shown).toEqual(
      [IMAGES_URL, 'https://elsewhere.test'].map((url) => [
        `${url}/images/event.png`,
        `${url}/images/answer.png`,
        foreign.imageUrl,
      ]),
    );
  });

  it('answers 503 for an unknown product only while products is unavailable', async () => {
    const [product, buyer] = [shop.unknownProduct(), shop.as()];
    shop.products.unavailable = true;
    const answer = await buyer.add(product.id);
    expect(errorOf(answer)).toEqual(unavailable);
    expect(answer.headers['retry-after']).toBe('2');
    expect(await buyer.lines()).toEqual({});
    shop.products.unavailable = false;
    expect((await buyer.add(product.id)).status).toBe(201);
  });

  it.each<[string, number | object | (() => Promise<object>)]>([
    ['500', 500],
    ['503', 503],
    ['another schema', { hello: 'world' }],
    ['after the timeout', () => new Promise(() => {})],
  ])('answers 503 and stores nothing when products answers %s', async (_name, given) => {
    const product = newProduct();
    shop.products.answers.set(`/api/products/${product.id}`, given);
    expect(errorOf(await shop.as().add(product.id))).toEqual(unavailable);
    expect(await shop.replicaOf(product)).toBeNull();
  });

  it('keeps a newer event that arrives during the fetch', async () => {
    const product = shop.unknownProduct();
    const newer = { ...product, price: 5, version: 1 };
    shop.products.answers.set(`/api/products/${product.id}`, async () => {
      await shop.test.deliver('product:updated', newer);
      return product;
    });
    const { body } = await shop.as().add(product.id);
    expect(body.items).toMatchObject([{ price: 5 }]);
    expect(await shop.replicaOf(product)).toMatchObject({ version: 1, price: 5 });
  });

  const subjectOf = (version: number) => (version === 0 ? 'product:created' : 'product:updated');

  it('keeps the newest version of repeated and unordered events', async () => {
    const product = newProduct();
    for (const version of [2, 0, 4, 1, 4, 3, 0]) {
      const event = { ...product, title: `Version ${version}`, version };
      await shop.test.deliver(subjectOf(version), event);
    }
    expect(await shop.replicaOf(product)).toMatchObject({ version: 4, title: 'Version 4' });
  });

  it('keeps the newest versions of concurrent events', async () => {
    const products = Array.from({ length: 20 }, () => newProduct());
    const events = products.flatMap((product) => [0, 1, 2, 3].map((version) => ({ ...product, version })));
    await Promise.all(events.map((event) => shop.test.deliver(subjectOf(event.version), event)));
    const replicas = await Promise.all(products.map((product) => shop.replicaOf(product)));
    expect(replicas.map((replica) => replica?.version)).toEqual(Array(20).fill(3));
  });
});
