import { MAX_CART_LINES } from '@ecommerce/contracts';
import { errorOf, newId, newProduct } from '@ecommerce/test-kit';
import request from 'supertest';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

describe('/api/cart', () => {
  it('GET returns an empty cart at first', async () => {
    const { status, body } = await shop.as().show();
    expect({ status, body }).toEqual({ status: 200, body: { items: [] } });
  });

  it('POST returns the title, price, image and stock of a product', async () => {
    const product = await shop.product({ imageUrl: 'https://example.com/teapot.png', quantity: 7 });
    const { id, title, price, imageUrl } = product;
    const { status, body } = await shop.as().add(id, 2);
    expect(status).toBe(201);
    expect(body).toEqual({
      items: [{ productId: id, quantity: 2, title, price, imageUrl, available: 7, removed: false }],
    });
  });

  it('POST adds to the quantity of an existing line', async () => {
    const [buyer, { id }] = await shop.buyerAndProducts();
    await buyer.add(id, 2);
    const { body } = await buyer.add(id.toUpperCase(), 3);
    expect(body.items).toMatchObject([{ productId: id, quantity: 5 }]);
    expect((await buyer.show()).body).toEqual(body);
  });

  it('PUT replaces a quantity and keeps the order of lines', async () => {
    const [buyer, one, other] = await shop.buyerAndProducts();
    await buyer.add(one.id, 2);
    await buyer.add(other.id);
    const { status, body } = await buyer.set(one.id.toUpperCase(), 7);
    expect(status).toBe(200);
    expect(body.items).toMatchObject([
      { productId: one.id, quantity: 7 },
      { productId: other.id, quantity: 1 },
    ]);
  });

  it('PUT of the quantity that the line has writes nothing', async () => {
    const [buyer, one, other] = await shop.buyerAndProducts();
    for (const { id } of [one, other]) await buyer.add(id, 2).expect(201);
    const before = await shop.carts.find(buyer.user.id);
    const { status, body } = await buyer.set(one.id, 2);
    expect(status).toBe(200);
    expect(body).toEqual((await buyer.show()).body);
    expect(await shop.carts.find(buyer.user.id)).toEqual(before);
  });

  it('DELETE removes one line and keeps the others', async () => {
    const [buyer, one, other] = await shop.buyerAndProducts();
    for (const { id } of [one, other]) await buyer.add(id);
    const { status, body } = await buyer.remove(one.id.toUpperCase());
    expect(status).toBe(200);
    expect(body.items).toMatchObject([{ productId: other.id }]);
  });

  it('POST answers 404 for an unknown product and adds nothing', async () => {
    const buyer = shop.as();
    const notFound = { status: 404, codes: ['product_not_found'], fields: [undefined] };
    expect(errorOf(await buyer.add(newId()))).toEqual(notFound);
    expect(await buyer.lines()).toEqual({});
  });

  it.each(['set', 'remove'] as const)(
    'answers 404 to %s a missing line, with a cart and without one',
    async (action) => {
      const [buyer, { id }] = await shop.buyerAndProducts();
      const notInCart = { status: 404, codes: ['product_not_in_cart'] };
      expect(errorOf(await buyer[action](newId(), 1))).toMatchObject(notInCart);
      expect(await shop.carts.find(buyer.user.id)).toBeNull();
      await buyer.add(id);
      expect(errorOf(await buyer[action](newId(), 1))).toMatchObject(notInCart);
      expect(await buyer.lines()).toEqual({ [id]: 1 });
    },
  );

  it.each([
    ['get', '/api/cart'],
    ['post', '/api/cart/items'],
    ['put', `/api/cart/items/${newId()}`],
    ['delete', `/api/cart/items/${newId()}`],
  ] as const)('%s %s answers 401 without a session', async (method, path) => {
    expect(errorOf(await request(shop.test.app)[method](path))).toEqual({
      status: 401,
      codes: ['not_signed_in'],
      fields: [undefined],
    });
  });

  it('shows and changes only the cart of the caller', async () => {
    const [one, { id }] = await shop.buyerAndProducts();
    const other = shop.as();
    await one.add(id, 1);
    await other.add(id, 2);
    await other.remove(id);
    expect(await one.lines()).toEqual({ [id]: 1 });
    expect(await other.lines()).toEqual({});
  });

  it('GET shows the latest version of a product', async () => {
    const [buyer, product] = await shop.buyerAndProducts();
    await buyer.add(product.id, 2);
    const changes = { title: 'A better teapot', price: 24.5, imageUrl: 'https://example.com/better.png' };
    await shop.test.deliver('product:updated', { ...product, ...changes, quantity: 1, version: 1 });
    expect((await buyer.show()).body.items).toEqual([
      { productId: product.id, quantity: 2, ...changes, available: 1, removed: false },
    ]);
  });

  it(`accepts ${MAX_CART_LINES} products, and then only more units of these`, async () => {
    const products = Array.from({ length: MAX_CART_LINES }, () => newProduct());
    await Promise.all(products.map((product) => shop.test.deliver('product:created', product)));
    const [buyer, extra] = await shop.buyerAndProducts();
    const first = products[0]?.id ?? '';
    for (const { id } of products) await buyer.add(id).expect(201);
    expect(errorOf(await buyer.add(extra.id))).toMatchObject({ status: 400, codes: ['cart_full'] });
    expect((await buyer.add(first)).status).toBe(201);
    expect(await buyer.lines()).toEqual({
      ...Object.fromEntries(products.map(({ id }) => [id, 1])),
      [first]: 2,
    });
  });

  it('limits a line to 10,000 units', async () => {
    const [buyer, { id }] = await shop.buyerAndProducts();
    await buyer.add(id, 9_999);
    expect((await buyer.add(id, 1)).status).toBe(201);
    const limit = { status: 400, codes: ['quantity_limit'], fields: ['quantity'] };
    expect(errorOf(await buyer.add(id, 1))).toEqual(limit);
    expect(await buyer.lines()).toEqual({ [id]: 10_000 });
  });

  it('keeps all of 30 concurrent additions to a new cart', async () => {
    const [buyer, one, other] = await shop.buyerAndProducts();
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, turn) => buyer.add(turn % 3 ? one.id : other.id)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(30).fill(201));
    expect(await buyer.lines()).toEqual({ [one.id]: 20, [other.id]: 10 });
  });
});
