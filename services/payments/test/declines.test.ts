import { errorOf, eventually, newUser } from '@ecommerce/test-kit';
import mongoose from 'mongoose';
import { Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

type Order = Awaited<ReturnType<Shop['order']>>;

/** Pays with declined cards, through both instances in turn. @returns the status of each payment */
async function declineMany(count: number, orderOf: (attempt: number) => Order | Promise<Order>) {
  const statuses: number[] = [];
  for (let attempt = 0; attempt < count; attempt++) {
    const app = attempt % 2 ? shop.otherApp : shop.test.app;
    statuses.push((await shop.pay(await orderOf(attempt), 'tok_chargeDeclined', app)).status);
  }
  return statuses;
}

/** Moves the declines of an order and of its buyer a day into the past. */
async function letADayPass({ id, buyer }: Order) {
  const at = new Date(Date.now() - 24 * 3600_000);
  const [ofUser, ofOrder] = [new mongoose.Types.ObjectId(buyer.id), new mongoose.Types.ObjectId(id)];
  const users = shop.test.collection('userdeclines');
  const user = await users.findOne({ _id: ofUser });
  const declines = user?.declines.map(({ key }: { key: string }) => ({ key, at }));
  await users.updateOne({ _id: ofUser }, { $set: { declines } });
  const declinedAt = (await shop.payments.find(id))?.declinedAt?.map(() => at) ?? [];
  await shop.payments.collection.updateOne({ _id: ofOrder }, { $set: { declinedAt } });
}

describe('declined cards', () => {
  it('stop the payment of an order after ten, for a day and for good cards too', async () => {
    const order = await shop.order();
    const statuses = await declineMany(25, () => order);
    expect(statuses).toEqual([...Array(10).fill(402), ...Array(15).fill(429)]);
    const rejected = await shop.pay(order);
    expect(errorOf(rejected)).toMatchObject({ status: 429, codes: ['too_many_declines'] });
    const retryAfter = Number(rejected.headers['retry-after']);
    expect(retryAfter).toBeGreaterThan(23 * 3600);
    expect(retryAfter).toBeLessThanOrEqual(24 * 3600);
    await eventually(() => shop.published('payment:declined', order.id).length === 10);
    await letADayPass(order);
    await shop.pay(order).expect(201);
  });

  it('stop all payments of a user after twenty, on all instances', async () => {
    const buyer = newUser();
    const statuses = await declineMany(25, () => shop.order(buyer));
    expect(statuses).toEqual([...Array(20).fill(402), ...Array(5).fill(429)]);
    const order = await shop.order(buyer);
    expect(errorOf(await shop.pay(order)).codes).toEqual(['too_many_declines']);
    await letADayPass(order);
    await shop.pay(order).expect(201);
  });

  it('stop a user after one more at an instance that has restarted', async () => {
    const buyer = newUser();
    await declineMany(20, () => shop.order(buyer));
    const restarted = await shop.restarted();
    const pay = async () => (await shop.pay(await shop.order(buyer), 'tok_chargeDeclined', restarted)).status;
    expect([await pay(), await pay(), await pay()]).toEqual([402, 429, 429]);
    await shop.pay(await shop.order(), 'tok_visa', restarted).expect(201);
  });

  it('stop the payments of a user who sends them all at once', async () => {
    const buyer = newUser();
    const orders = await Promise.all(Array.from({ length: 30 }, () => shop.order(buyer)));
    const answers = await Promise.all(orders.map((order) => shop.pay(order, 'tok_chargeDeclined')));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(20).fill(402), ...Array(10).fill(429)]);
  });

  it('are forgotten with the last one that is a day old', async () => {
    const [old, recent] = [await shop.order(), await shop.order()];
    for (const order of [old, recent]) await shop.pay(order, 'tok_chargeDeclined').expect(402);
    const users = shop.test.collection('userdeclines');
    const idOf = ({ buyer }: Order) => ({ _id: new mongoose.Types.ObjectId(buyer.id) });
    await users.updateOne(idOf(old), { $set: { updatedAt: new Date(Date.now() - 24 * 3600_000) } });
    await shop.restarted();
    await eventually(async () => !(await users.findOne(idOf(old))), 120);
    expect(await users.findOne(idOf(recent))).toMatchObject({ declines: [{ at: expect.any(Date) }] });
    await shop.pay(old, 'tok_chargeDeclined').expect(402);
    expect(await users.findOne(idOf(old))).toMatchObject({ declines: [{ at: expect.any(Date) }] });
  });

  it('do not count when the card is charged', async () => {
    const buyer = newUser();
    for (let paid = 0; paid < 25; paid++) await shop.pay(await shop.order(buyer)).expect(201);
  });
});
