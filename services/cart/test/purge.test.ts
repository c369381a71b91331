import { randomUUID } from 'node:crypto';
import { paymentOf, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

type Payment = ReturnType<typeof paymentOf>;

/** Delivers the event of a payment a number of times, concurrently. */
const deliver = (payment: Payment, times = 1, meta: { eventId?: string; occurredAt?: string } = {}) => {
  const event = { eventId: randomUUID(), ...meta };
  return Promise.all(
    Array.from({ length: times }, () => shop.test.deliver('payment:created', payment, event)),
  );
};
const cartOf = (userId: string) => shop.carts.model.findById(userId).orFail().lean();

describe('payment:created', () => {
  it('removes exactly the lines of the paid products', async () => {
    const [buyer, paid, alsoPaid, kept] = await shop.buyerAndProducts();
    const bystander = shop.as();
    for (const { id } of [paid, kept, alsoPaid]) await buyer.add(id, 3);
    await bystander.add(paid.id);
    await deliver(paymentOf(buyer.user, paid, alsoPaid));
    expect(await buyer.lines()).toEqual({ [kept.id]: 3 });
    expect(await bystander.lines()).toEqual({ [paid.id]: 1 });
  });

  it('is applied once when delivered ten times', async () => {
    const [buyer, paid, kept] = await shop.buyerAndProducts();
    for (const { id } of [paid, kept]) await buyer.add(id);
    const { version } = await cartOf(buyer.user.id);
    await deliver(paymentOf(buyer.user, paid), 10);
    expect(await buyer.lines()).toEqual({ [kept.id]: 1 });
    expect((await cartOf(buyer.user.id)).version).toBe(version + 1);
  });

  it('keeps a product that was added again before a redelivery', async () => {
    const [buyer, paid] = await shop.buyerAndProducts();
    await buyer.add(paid.id, 2);
    const [payment, eventId] = [paymentOf(buyer.user, paid), randomUUID()];
    await deliver(payment, 1, { eventId });
    await buyer.add(paid.id, 5);
    // This clock runs ahead: the time alone would remove the line.
    await deliver(payment, 3, { eventId, occurredAt: new Date(Date.now() + 60_000).toISOString() });
    expect(await buyer.lines()).toEqual({ [paid.id]: 5 });
  });

  it('keeps a line that was added or changed after the payment', async () => {
    const [buyer, untouched, changed, later] = await shop.buyerAndProducts();
    for (const { id } of [untouched, changed]) await buyer.add(id);
    const occurredAt = (await cartOf(buyer.user.id)).items[1]?.changedAt.toISOString();
    await buyer.set(changed.id, 4);
    await buyer.add(later.id);
    await deliver(paymentOf(buyer.user, untouched, changed, later), 1, { occurredAt });
    expect(await buyer.lines()).toEqual({ [changed.id]: 4, [later.id]: 1 });
  });

  it('is acknowledged without a cart and creates none', async () => {
    const [{ user }, product] = await shop.buyerAndProducts();
    await deliver(paymentOf(user, product), 2);
    expect(await shop.carts.find(user.id)).toBeNull();
  });

  it('removes only paid lines while the cart is being filled', async () => {
    const [buyer, paid, kept] = await shop.buyerAndProducts();
    await buyer.add(paid.id);
    const payment = paymentOf(buyer.user, paid);
    const added = Array.from({ length: 10 }, () => buyer.add(kept.id).expect(201));
    await Promise.all([deliver(payment, 5), ...added]);
    expect(await buyer.lines()).toEqual({ [kept.id]: 10 });
  });
});
