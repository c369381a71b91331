import { newProduct, refusal } from '@ecommerce/shared/testing';
import { MEDIA_URL, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());
afterEach(() => {
  shop.products.away = false;
});

test('when a product was told of by an event, then products is not asked for it, nor has to be there', async () => {
  shop.products.away = true;
  const product = await shop.product();
  expect((await shop.as().add(product.id)).status).toBe(201);
  expect(shop.askedFor(product)).toBe(0);
});

test('when a product was not heard of, then products is asked once, and the answer is kept', async () => {
  const product = shop.unheardOf({ title: 'A new one', price: 0.1, version: 3 });
  const { status, body } = await shop.as().add(product.id);
  expect(status).toBe(201);
  expect(body.items).toMatchObject([{ title: 'A new one', price: 0.1 }]);
  shop.products.away = true;
  expect((await shop.as().add(product.id)).status).toBe(201);
  expect(shop.askedFor(product)).toBe(1);
});

test('when browsers are to fetch pictures elsewhere, then those that were heard of or asked for before are shown there', async () => {
  const [told, asked, foreign] = [
    await shop.product({ imageUrl: '/pictures/told.png' }),
    shop.unheardOf({ imageUrl: `${MEDIA_URL}/pictures/asked.png` }),
    await shop.product({ imageUrl: 'https://example.com/foreign.png' }),
  ];
  const buyer = shop.as();
  for (const { id } of [told, asked, foreign]) await buyer.add(id).expect(201);
  const picturesAt = async (mediaUrl: string) => {
    const { body } = await shop.as(buyer.user, shop.appAt(mediaUrl)).show();
    return body.items.map(({ imageUrl }: { imageUrl: string }) => imageUrl);
  };
  for (const mediaUrl of [MEDIA_URL, 'https://elsewhere.test'])
    expect(await picturesAt(mediaUrl)).toEqual([
      `${mediaUrl}/pictures/told.png`,
      `${mediaUrl}/pictures/asked.png`,
      foreign.imageUrl,
    ]);
});

test('when products is away and the product not heard of, then the buyer is told to come again, and can', async () => {
  const [product, buyer] = [shop.unheardOf(), shop.as()];
  shop.products.away = true;
  const answer = await buyer.add(product.id);
  expect(refusal(answer)).toEqual({ status: 503, fields: [undefined] });
  expect(answer.headers['retry-after']).toBe('2');
  expect(await buyer.lines()).toEqual({});
  shop.products.away = false;
  expect((await buyer.add(product.id)).status).toBe(201);
});

test.each<[string, number | object]>([
  ['500', 500],
  ['503', 503],
  ['something else', { hello: 'world' }],
])(
  'when products answers %s, then the buyer is told to come again, and nothing is kept',
  async (_name, given) => {
    const product = newProduct();
    shop.products.answers.set(`/api/products/${product.id}`, given);
    expect(refusal(await shop.as().add(product.id)).status).toBe(503);
    expect(await shop.replicaOf(product)).toBeNull();
  },
);

test('when products does not answer in time, then the buyer is told to come again', async () => {
  const product = newProduct();
  shop.products.answers.set(`/api/products/${product.id}`, () => new Promise(() => {}));
  expect(refusal(await shop.as().add(product.id)).status).toBe(503);
});

test('when a newer event comes while products is asked, then the newer one stays', async () => {
  const product = shop.unheardOf();
  const newer = { ...product, price: 5, version: 1 };
  shop.products.answers.set(`/api/products/${product.id}`, async () => {
    await shop.backend.deliver('product:updated', newer);
    return product;
  });
  const { body } = await shop.as().add(product.id);
  expect(body.items).toMatchObject([{ price: 5 }]);
  expect(await shop.replicaOf(product)).toMatchObject({ version: 1, price: 5 });
});

const subjectOf = (version: number) => (version === 0 ? 'product:created' : 'product:updated');

test('when events of a product come out of order and twice, then the newest stays', async () => {
  const product = newProduct();
  for (const version of [2, 0, 4, 1, 4, 3, 0]) {
    const event = { ...product, title: `Version ${version}`, version };
    await shop.backend.deliver(subjectOf(version), event);
  }
  expect(await shop.replicaOf(product)).toMatchObject({ version: 4, title: 'Version 4' });
});

test('when the first events of many products come all at once, then the newest of each stays', async () => {
  const products = Array.from({ length: 20 }, () => newProduct());
  const events = products.flatMap((product) => [0, 1, 2, 3].map((version) => ({ ...product, version })));
  await Promise.all(events.map((event) => shop.backend.deliver(subjectOf(event.version), event)));
  const kept = await Promise.all(products.map((product) => shop.replicaOf(product)));
  expect(kept.map((replica) => replica?.version)).toEqual(Array(20).fill(3));
});
