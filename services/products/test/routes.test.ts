import { cookieOf, eventually, newId, newUser } from '@ecommerce/test-kit';
import request from 'supertest';
import { paymentFor, Shop, teapot } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const aTime = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

describe('POST /api/products', () => {
  it('creates a product, returns it in full and publishes it', async () => {
    const imageUrl = 'https://example.com/teapot.jpg';
    const { status, body } = await shop.post({ ...teapot, imageUrl });
    expect(status).toBe(201);
    expect(body).toEqual({
      ...teapot,
      imageUrl,
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      userId: shop.seller.id,
      version: 0,
      createdAt: aTime,
      updatedAt: aTime,
    });
    expect((await shop.get(`/${body.id}`)).body).toEqual(body);
    await eventually(() => shop.published('product:created', body.id).length === 1);
    const { createdAt, updatedAt, ...payload } = body;
    expect(shop.published('product:created', body.id)).toEqual([{ ...payload, meta: expect.anything() }]);
  });

  it('sets imageUrl to null without an image', async () => {
    expect((await shop.product()).imageUrl).toBeNull();
  });
});

describe('/api/products/:id', () => {
  it('finds a product by its id in upper case', async () => {
    const { id } = await shop.product();
    expect((await shop.get(`/${id.toUpperCase()}`)).body.id).toBe(id);
  });

  it('answers 404 to GET and PUT for an unknown product', async () => {
    expect((await shop.get(`/${newId()}`)).status).toBe(404);
    expect((await shop.put(newId(), teapot)).status).toBe(404);
  });

  it('updates a product of the caller, raises its version and publishes it', async () => {
    const { id } = await shop.product();
    const change = { title: 'A kettle', price: 0.07, quantity: 0 };
    const { status, body } = await shop.put(id, change);
    expect(status).toBe(200);
    expect(body).toMatchObject({ ...change, id, version: 1, userId: shop.seller.id });
    expect((await shop.get(`/${id}`)).body).toEqual(body);
    await eventually(() => shop.published('product:updated', id).length === 1);
    expect(shop.published('product:updated', id)).toMatchObject([{ ...change, version: 1, imageUrl: null }]);
  });

  it('writes and publishes nothing for a PUT that changes nothing', async () => {
    const imageUrl = 'https://example.com/teapot.jpg';
    const { body } = await shop.post({ ...teapot, imageUrl }).expect(201);
    const before = await shop.products.find(body.id);
    const { quantity: _omitted, ...withoutQuantity } = teapot;
    for (const equal of [{ ...teapot, imageUrl }, teapot, { ...withoutQuantity, title: ` ${teapot.title} ` }])
      expect((await shop.put(body.id, equal).expect(200)).body).toEqual(body);
    expect(await shop.products.find(body.id)).toMatchObject({ version: 0, updatedAt: before?.updatedAt });
    const { body: changed } = await shop.put(body.id, { ...teapot, quantity: 4 }).expect(200);
    expect(changed).toMatchObject({ version: 1, quantity: 4 });
    await eventually(() => shop.published('product:updated', body.id).length > 0);
    expect(shop.published('product:updated', body.id)).toMatchObject([{ version: 1 }]);
  });

  it('answers 401 to a change by another user and changes nothing', async () => {
    const { id } = await shop.product();
    const answer = await shop.put(id, { ...teapot, price: 0.01 }, newUser());
    expect(answer.status).toBe(401);
    expect(answer.body.errors).toEqual([
      { code: 'not_owner', message: 'You do not have access to this product.' },
    ]);
    expect((await shop.get(`/${id}`)).body).toMatchObject({ price: teapot.price, version: 0 });
  });
});

describe('without a session', () => {
  it('POST and PUT answer 401', async () => {
    const { id } = await shop.product();
    expect((await request(shop.app).post('/api/products').send(teapot)).status).toBe(401);
    expect((await request(shop.app).put(`/api/products/${id}`).send(teapot)).status).toBe(401);
  });
});

describe('concurrent changes by PUT and payments', () => {
  it('lose no change and no event', async () => {
    const [line] = await shop.lines(1000);
    const id = line?.productId ?? '';
    const answers = times(15, (n) => shop.put(id, { ...teapot, title: `Title ${n}`, quantity: 1000 }));
    const payments = times(15, () => shop.pay(paymentFor([{ productId: id, quantity: 1 }])));
    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    await Promise.all(payments);
    expect(statuses).toEqual(Array(15).fill(200));
    await eventually(async () => expect((await shop.get(`/${id}`)).body.version).toBe(30));
    const versions = () => new Set(shop.published('product:updated', id).map(({ version }) => version));
    await eventually(() => expect(versions()).toEqual(new Set(times(30, (n) => n + 1))));
    const last = shop.published('product:updated', id).find(({ version }) => version === 30);
    expect((await shop.get(`/${id}`)).body).toMatchObject({ title: last?.title, quantity: last?.quantity });
  });
});

describe('GET /api/products?mine=true', () => {
  it('lists the products of the caller and answers 401 without a session', async () => {
    const seller = newUser();
    await shop.post(teapot, seller).expect(201);
    const mine = await shop.get('?mine=true').set('Cookie', cookieOf(seller));
    expect(mine.body).toMatchObject([{ userId: seller.id }]);
    expect(mine.headers['x-total-count']).toBe('1');
    expect((await shop.get('?mine=true')).status).toBe(401);
  });
});
