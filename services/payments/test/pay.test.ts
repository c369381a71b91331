import { cookieOf, errorOf, eventually, newId, newUser } from '@ecommerce/test-kit';
import request from 'supertest';
import { orderOf, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

describe('POST /api/payments', () => {
  it('charges a card to the cent and publishes the payment', async () => {
    const order = await shop.order();
    const { status, body } = await shop.pay(order);
    expect({ status, body }).toEqual({
      status: 201,
      body: {
        id: expect.stringMatching(/^[0-9a-f]{24}$/),
        orderId: order.id,
        stripeId: expect.stringMatching(/^pi_/),
      },
    });
    expect(await shop.emulator.charges(order.id)).toMatchObject([{ id: body.stripeId, amount: 3998 }]);
    await eventually(() => shop.published('payment:created', order.id).length === 1);
    expect(shop.published('payment:created', order.id)).toMatchObject([
      { ...body, userId: order.userId, items: [{ productId: order.items[0]?.productId, quantity: 2 }] },
    ]);
  });

  it('publishes a decline and charges the next card with a new key', async () => {
    const order = await shop.order();
    const declined = await shop.pay(order, 'tok_chargeDeclined');
    expect(declined.status).toBe(402);
    expect(declined.body.errors).toEqual([
      { code: 'card_declined', message: expect.stringContaining('declined'), field: 'token' },
    ]);
    await eventually(() => shop.published('payment:declined', order.id).length === 1);
    expect((await shop.pay(order)).status).toBe(201);
    expect(await shop.emulator.charges(order.id)).toHaveLength(1);
  });

  it('rejects a token unknown to Stripe; the order can still be paid', async () => {
    const order = await shop.order();
    const rejected = await shop.pay(order, 'tok_nobody_knows');
    expect(rejected.status).toBe(400);
    expect(rejected.body.errors).toEqual([
      { code: 'invalid_card_token', message: expect.stringContaining('No such token'), field: 'token' },
    ]);
    expect((await shop.pay(order)).status).toBe(201);
    expect(shop.published('payment:declined', order.id)).toEqual([]);
  });

  it('does not charge a paid order again', async () => {
    const order = await shop.order();
    await shop.pay(order).expect(201);
    expect(errorOf(await shop.pay(order))).toMatchObject({ status: 400, codes: ['order_paid'] });
    expect(await shop.emulator.charges(order.id)).toHaveLength(1);
  });

  it('charges once for ten concurrent requests', async () => {
    const order = await shop.order();
    const answers = await Promise.all(Array.from({ length: 10 }, () => shop.pay(order)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([201, ...Array(9).fill(400)]);
    expect(await shop.emulator.charges(order.id)).toHaveLength(1);
  });

  it('answers 401 for the order of another user', async () => {
    const order = await shop.order();
    const answer = await shop.pay({ id: order.id, buyer: newUser() });
    expect(answer.status).toBe(401);
    expect(await shop.emulator.charges(order.id)).toEqual([]);
  });

  it('answers 401 without a session', async () => {
    const order = await shop.order();
    const answer = await request(shop.test.app)
      .post('/api/payments')
      .send({ orderId: order.id, token: 'tok_visa' });
    expect(answer.status).toBe(401);
  });

  it('fetches an order whose event has not arrived yet', async () => {
    const buyer = newUser();
    const order = orderOf(buyer);
    const now = new Date().toISOString();
    shop.orders.answers.set(`/api/orders/${order.id}`, {
      ...order,
      history: [],
      createdAt: now,
      updatedAt: now,
    });
    expect((await shop.pay({ id: order.id, buyer })).status).toBe(201);
    await shop.test.events.publish('order:created', order);
    await shop.test.events.publish('order:cancelled', { id: order.id, version: 1 });
    await eventually(() => shop.published('payment:refunded', order.id).length === 1);
  });

  it.each([
    [404, 404],
    [401, 401],
    [500, 503],
    [503, 503],
  ])('maps %i from orders about an unknown order to %i', async (given, expected) => {
    const id = newId();
    shop.orders.answers.set(`/api/orders/${id}`, given);
    const answer = await shop.pay({ id, buyer: newUser() });
    expect(answer.status).toBe(expected);
    expect(answer.headers['retry-after']).toBe(expected === 503 ? '2' : undefined);
    expect(await shop.payments.model.findById(id)).toBeNull();
  });

  it('answers 503 while Stripe rejects the API key; the order can be paid afterwards', async () => {
    const order = await shop.order();
    await shop.emulator.changeKey('sk_test_another');
    const answer = await shop.pay(order);
    await shop.emulator.changeKey(shop.emulator.key);
    expect(answer.status).toBe(503);
    expect(JSON.stringify(answer.body)).not.toContain('sk_');
    expect((await shop.pay(order)).body).toMatchObject({ orderId: order.id });
  });

  const good = () => ({ orderId: newId(), token: 'tok_visa' });
  const bodies: [string, unknown][] = [
    ['no fields', {}],
    ['no token', { orderId: newId() }],
    ['no order', { token: 'tok_visa' }],
    ['an operator for the order', { ...good(), orderId: { $ne: null } }],
    ['an operator for the token', { ...good(), token: { $ne: null } }],
    ['a short id', { ...good(), orderId: 'abc' }],
    ['an id that is not hex', { ...good(), orderId: 'z'.repeat(24) }],
    ['a number for the token', { ...good(), token: 42 }],
    ['an empty token', { ...good(), token: '' }],
    ['a token with a NUL', { ...good(), token: 'tok_\u0000visa' }],
    ['a token with a lone surrogate', { ...good(), token: 'tok_\ud800' }],
    ['a huge token', { ...good(), token: 't'.repeat(5000) }],
    ['an unknown field', { ...good(), amount: 1 }],
    ['an array instead of an object', [good()]],
    ['3 MB of text', { ...good(), token: 't'.repeat(3_000_000) }],
  ];
  it.each(bodies)('rejects a body with %s', async (_name, body) => {
    const answer = await request(shop.test.app)
      .post('/api/payments')
      .set('Cookie', cookieOf(newUser()))
      .send(body as object);
    expect(answer.status).toBe(400);
    expect(answer.body.errors[0].message).toEqual(expect.any(String));
    expect(answer.text).not.toMatch(/node_modules|\.ts:|at /);
  });

  it('rejects broken JSON', async () => {
    const answer = await request(shop.test.app)
      .post('/api/payments')
      .set('Cookie', cookieOf(newUser()))
      .type('json')
      .send('{"token":');
    expect(answer.status).toBe(400);
  });
});
