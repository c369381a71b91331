import { MAX_CART_LINES } from '@ecommerce/contracts';
import { newId, newProduct, rejection } from '@ecommerce/test-kit';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());
afterEach(() => {
  shop.products.unavailable = false;
});

const ordersOf = (userId: string) => shop.orders.model.countDocuments({ userId });

describe('POST /api/orders', () => {
  it('stores titles, prices and total, and publishes the order', async () => {
    const [teapot, cup, buyer] = [
      await shop.product({ title: 'A teapot', price: 19.99 }),
      await shop.product({ title: 'A cup', price: 4.35 }),
      shop.as(),
    ];
    const items = [
      { productId: teapot.id, quantity: 1 },
      { productId: cup.id, quantity: 6 },
    ];
    const { status, body } = await buyer.create(items);
    expect(status).toBe(201);
    const order = {
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      userId: buyer.user.id,
      status: 'Created',
      items: [
        { productId: teapot.id, titleSnapshot: 'A teapot', priceSnapshot: 19.99, quantity: 1 },
        { productId: cup.id, titleSnapshot: 'A cup', priceSnapshot: 4.35, quantity: 6 },
      ],
      total: 46.09,
      version: 0,
    };
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    const history = [{ type: 'ordered', at: time, reason: null }];
    expect(body).toEqual({ ...order, history, createdAt: time, updatedAt: time });
    expect(await shop.published('order:created', body.id)).toEqual([{ ...order, meta: expect.anything() }]);
  });

  it('keeps title, price and total when the product changes later', async () => {
    const [product, buyer] = [await shop.product({ title: 'A teapot', price: 10 }), shop.as()];
    const items = [{ productId: product.id, quantity: 2 }];
    const { body: before } = await buyer.create(items);
    await shop.test.deliver('product:updated', { ...product, title: 'A vase', price: 12, version: 1 });
    expect((await buyer.show(before.id)).body).toEqual(before);
    expect((await buyer.create(items)).body).toMatchObject({
      items: [{ titleSnapshot: 'A vase', priceSnapshot: 12 }],
      total: 24,
    });
  });

  it('fetches a product that is not replicated yet', async () => {
    const product = newProduct({ price: 7 });
    shop.products.answers.set(`/api/products/${product.id}`, product);
    const { status, body } = await shop.as().create([{ productId: product.id, quantity: 1 }]);
    expect(status).toBe(201);
    expect(body.total).toBe(7);
  });

  it('rejects an unknown product and names its line', async () => {
    const [{ id }, buyer] = [await shop.product(), shop.as()];
    const lines = [id, newId()].map((productId) => ({ productId, quantity: 1 }));
    expect(rejection(await buyer.create(lines))).toEqual({ status: 400, fields: ['items.1.productId'] });
    expect(await ordersOf(buyer.user.id)).toBe(0);
  });

  it('answers 503 only for products not yet replicated while products is down', async () => {
    const [{ id }, buyer] = [await shop.product(), shop.as()];
    shop.products.unavailable = true;
    const answer = await buyer.create([{ productId: newId(), quantity: 1 }]);
    expect(rejection(answer).status).toBe(503);
    expect(answer.headers['retry-after']).toBe('2');
    expect((await buyer.create([{ productId: id, quantity: 1 }])).status).toBe(201);
  });

  it.each([
    [3, 4, 'Only 3 of A teapot left.'],
    [0, 1, 'A teapot is sold out.'],
  ])('rejects an order: %i in stock, %i ordered, "%s"', async (quantity, wanted, message) => {
    const [{ id }, buyer] = [await shop.product({ quantity }), shop.as()];
    const { status, body } = await buyer.create([{ productId: id, quantity: wanted }]);
    expect({ status, body }).toEqual({
      status: 400,
      body: { errors: [{ code: 'out_of_stock', message, field: 'items.0.quantity' }] },
    });
    expect(await ordersOf(buyer.user.id)).toBe(0);
  });

  it('accepts the whole stock', async () => {
    const { id } = await shop.product({ quantity: 3 });
    expect((await shop.as().create([{ productId: id, quantity: 3 }])).status).toBe(201);
  });

  it(`accepts ${MAX_CART_LINES} lines and rejects one more`, async () => {
    const products = await Promise.all(Array.from({ length: MAX_CART_LINES + 1 }, () => shop.product()));
    const lines = products.map(({ id }) => ({ productId: id, quantity: 1 }));
    expect(rejection(await shop.as().create(lines))).toEqual({ status: 400, fields: ['items'] });
    const { status, body } = await shop.as().create(lines.slice(1));
    expect(status).toBe(201);
    expect(body.items.map((item: { productId: string }) => item.productId)).toEqual(
      lines.slice(1).map((line) => line.productId),
    );
  });

  it('rejects a product listed twice, also in upper case', async () => {
    const [{ id }, buyer] = [await shop.product(), shop.as()];
    const lines = [id, id.toUpperCase()].map((productId) => ({ productId, quantity: 1 }));
    expect(rejection(await buyer.create(lines))).toEqual({ status: 400, fields: ['items'] });
    expect(await ordersOf(buyer.user.id)).toBe(0);
  });
});
