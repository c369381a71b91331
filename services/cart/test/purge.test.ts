import { randomUUID } from 'node:crypto';
import { paymentOf, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

type Payment = ReturnType<typeof paymentOf>;

/** Delivers the event of a payment so many times. */
const deliver = (payment: Payment, times = 1, meta: { eventId?: string; occurredAt?: string } = {}) => {
  const event = { eventId: randomUUID(), ...meta };
  return Promise.all(
    Array.from({ length: times }, () => shop.test.deliver('payment:created', payment, event)),
  );
};
const cartOf = (userId: string) => shop.carts.model.findById(userId).orFail().lean();

test('a payment removes exactly the lines of its products', async () => {
  const [buyer, paid, alsoPaid, kept] = await shop.buyerAndProducts();
  const bystander = shop.as();
  for (const { id } of [paid, kept, alsoPaid]) await buyer.add(id, 3);
  await bystander.add(paid.id);
  await deliver(paymentOf(buyer.user, paid, alsoPaid));
  expect(await buyer.lines()).toEqual({ [kept.id]: 3 });
  expect(await bystander.lines()).toEqual({ [paid.id]: 1 });
});

test('a payment that is delivered ten times is applied once', async () => {
  const [buyer, paid, kept] = await shop.buyerAndProducts();
  for (const { id } of [paid, kept]) await buyer.add(id);
  const { version } = await cartOf(buyer.user.id);
  await deliver(paymentOf(buyer.user, paid), 10);
  expect(await buyer.lines()).toEqual({ [kept.id]: 1 });
  expect((await cartOf(buyer.user.id)).version).toBe(version + 1);
});

test('a redelivered payment leaves a product that was added again', async () => {
  const [buyer, paid] = await shop.buyerAndProducts();
  await buyer.add(paid.id, 2);
  const [payment, eventId] = [paymentOf(buyer.user, paid), randomUUID()];
  await deliver(payment, 1, { eventId });
  await buyer.add(paid.id, 5);
  // From a clock that runs ahead, so that the time alone would remove the line.
  await deliver(payment, 3, { eventId, occurredAt: new Date(Date.now() + 60_000).toISOString() });
  expect(await buyer.lines()).toEqual({ [paid.id]: 5 });
});

test('a line that was added or changed after the payment stays for the next order', async () => {
  const [buyer, untouched, changed, later] = await shop.buyerAndProducts();
  for (const { id } of [untouched, changed]) await buyer.add(id);
  const occurredAt = (await cartOf(buyer.user.id)).items[1]?.changedAt.toISOString();
  await buyer.set(changed.id, 4);
  await buyer.add(later.id);
  await deliver(paymentOf(buyer.user, untouched, changed, later), 1, { occurredAt });
  expect(await buyer.lines()).toEqual({ [changed.id]: 4, [later.id]: 1 });
});

test('a payment of a buyer without a cart is acked and makes none', async () => {
  const [{ user }, product] = await shop.buyerAndProducts();
  await deliver(paymentOf(user, product), 2);
  expect(await shop.carts.find(user.id)).toBeNull();
});

test('payments that arrive while the cart is filled remove only what was paid for', async () => {
  const [buyer, paid, kept] = await shop.buyerAndProducts();
  await buyer.add(paid.id);
  const payment = paymentOf(buyer.user, paid);
  const added = Array.from({ length: 10 }, () => buyer.add(kept.id).expect(201));
  await Promise.all([deliver(payment, 5), ...added]);
  expect(await buyer.lines()).toEqual({ [kept.id]: 10 });
});
