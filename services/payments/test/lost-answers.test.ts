import { eventually } from '@ecommerce/test-kit';
import mongoose from 'mongoose';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

/** Loses the answer to the second write, which stores the outcome; the first write claims the order. */
function loseAnswerToOutcome(): void {
  const collection: object = shop.payments.collection;
  const original = Reflect.get(collection, 'findOneAndUpdate');
  let writes = 0;
  Reflect.set(collection, 'findOneAndUpdate', async (...args: unknown[]) => {
    const isOutcome = ++writes === 2;
    // Restores the method of the prototype.
    if (isOutcome) Reflect.deleteProperty(collection, 'findOneAndUpdate');
    const answer: unknown = await Reflect.apply(original, collection, args);
    if (isOutcome) throw new mongoose.mongo.MongoNetworkError('connection closed');
    return answer;
  });
}

describe('a payment whose outcome is stored but not acknowledged by the database', () => {
  it('is published and charged once', async () => {
    const order = await shop.order();
    loseAnswerToOutcome();
    expect((await shop.pay(order)).status).toBe(503);
    await eventually(() => shop.published('payment:created', order.id).length === 1);
    expect(await shop.emulator.charges(order.id)).toHaveLength(1);
  });

  it('is published as declined, and can be paid with another card', async () => {
    const order = await shop.order();
    loseAnswerToOutcome();
    expect((await shop.pay(order, 'tok_chargeDeclined')).status).toBe(503);
    await eventually(() => shop.published('payment:declined', order.id).length === 1);
    expect((await shop.pay(order)).status).toBe(201);
  });
});
