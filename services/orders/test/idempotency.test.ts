import { randomUUID } from 'node:crypto';
import { errorOf, newUser, rejection } from '@ecommerce/test-kit';
import request, { type Response } from 'supertest';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const lineOf = async (quantity = 1) => [{ productId: (await shop.product()).id, quantity }];
const ordersOf = (userId: string) => shop.orders.model.countDocuments({ userId });

describe('Idempotency-Key', () => {
  it('returns the order as it is now and publishes it once', async () => {
    const [buyer, items, key] = [shop.as(), await lineOf(), randomUUID()];
    const { body: first } = await buyer.create(items, key).expect(201);
    await buyer.cancel(first.id).expect(200);
    const { body: again } = await buyer.create(items, key).expect(201);
    expect(again).toMatchObject({ id: first.id, status: 'Cancelled', createdAt: first.createdAt });
    expect(await ordersOf(buyer.user.id)).toBe(1);
    expect(await shop.published('order:created', first.id)).toHaveLength(1);
  });

  it('answers 409 to a second request while the first is in progress', async () => {
    const [buyer, items, key] = [shop.as(), await lineOf(), randomUUID()];
    const answers: Response[] = [];
    shop.cart.answers.set('/api/cart', async () => {
      answers.push(await buyer.create(undefined, key), await buyer.create(items, key));
      return { items };
    });
    const { body: first } = await buyer.create(undefined, key).expect(201);
    expect(answers.map((answer) => errorOf(answer))).toEqual(
      Array(2).fill({ status: 409, codes: ['idempotency_key_in_use'], fields: ['idempotency-key'] }),
    );
    expect(answers[0]?.headers['retry-after']).toBe('1');
    expect((await buyer.create(items, key).expect(201)).body).toEqual(first);
    expect(await ordersOf(buyer.user.id)).toBe(1);
  });

  it('places one order for concurrent requests to two instances', async () => {
    const [buyer, items, key] = [shop.as(), await lineOf(), randomUUID()];
    const other = await shop.otherInstance();
    const answers = await Promise.all(
      [shop.test.app, other.app].map((app) =>
        request(app)
          .post('/api/orders')
          .set({ Cookie: buyer.cookie, 'Idempotency-Key': key })
          .send({ items }),
      ),
    );
    await other.service.disconnect();
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    expect(await ordersOf(buyer.user.id)).toBe(1);
  });

  it('treats a quoted key like a bare one', async () => {
    const [buyer, items, key] = [shop.as(), await lineOf(), randomUUID()];
    const { body: first } = await buyer.create(items, `"${key}"`).expect(201);
    expect((await buyer.create(items, key).expect(201)).body).toEqual(first);
  });

  it('returns the placed order when the cart has changed since', async () => {
    const [buyer, key] = [shop.as(), randomUUID()];
    shop.cart.answers.set('/api/cart', { items: await lineOf() });
    const { body: first } = await buyer.create(undefined, key).expect(201);
    shop.cart.answers.set('/api/cart', { items: [] });
    expect((await buyer.create(undefined, key).expect(201)).body).toEqual(first);
  });

  it('answers 422 to other items and places no order', async () => {
    const [buyer, items, key] = [shop.as(), await lineOf(), randomUUID()];
    await buyer.create(items, key).expect(201);
    for (const other of [await lineOf(), items.map((line) => ({ ...line, quantity: 2 }))])
      expect(errorOf(await buyer.create(other, key))).toEqual({
        status: 422,
        codes: ['idempotency_key_reused'],
        fields: ['idempotency-key'],
      });
    expect(await ordersOf(buyer.user.id)).toBe(1);
  });

  it('is scoped to the user', async () => {
    const [items, key] = [await lineOf(), randomUUID()];
    const [one, other] = [shop.as(newUser()), shop.as(newUser())];
    const ids = [await one.create(items, key).expect(201), await other.create(items, key).expect(201)];
    expect(new Set(ids.map(({ body }) => body.id)).size).toBe(2);
  });

  it('can be used again after a rejected order', async () => {
    const [buyer, key] = [shop.as(), randomUUID()];
    const { id: productId } = await shop.product({ quantity: 1 });
    await buyer.create([{ productId, quantity: 2 }], key).expect(400);
    await buyer.create([{ productId, quantity: 1 }], key).expect(201);
  });

  it.each(['short', 'with a space', 'x'.repeat(256), '"half quoted', '"short"'])(
    'rejects the malformed key %s',
    async (key) => {
      const answer = await shop.as().create(await lineOf(), key);
      expect(rejection(answer)).toEqual({ status: 400, fields: ['idempotency-key'] });
    },
  );
});
