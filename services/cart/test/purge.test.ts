import { randomUUID } from 'node:crypto';
import { Cart } from '../src/cart.ts';
import { paymentOf, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

type Payment = ReturnType<typeof paymentOf>;

/** The payment's event, delivered so often. */
const told = (payment: Payment, times: number, meta: { eventId?: string; occurredAt?: string } = {}) => {
  const event = { eventId: randomUUID(), ...meta };
  return Promise.all(
    Array.from({ length: times }, () => shop.backend.deliver('payment:created', payment, event)),
  );
};
const versionOf = async (userId: string) => (await Cart.findById(userId).lean())?.version;

test('when products are paid for, then exactly their lines leave the cart', async () => {
  const [paid, alsoPaid, kept] = [await shop.product(), await shop.product(), await shop.product()];
  const [buyer, bystander] = [shop.as(), shop.as()];
  for (const { id } of [paid, kept, alsoPaid]) await buyer.add(id, 3);
  await bystander.add(paid.id);
  await told(paymentOf(buyer.user, paid, alsoPaid), 1);
  expect(await buyer.lines()).toEqual({ [kept.id]: 3 });
  expect(await bystander.lines()).toEqual({ [paid.id]: 1 });
});

test('when the payment is delivered ten times, then it is applied once', async () => {
  const [paid, kept, buyer] = [await shop.product(), await shop.product(), shop.as()];
  for (const { id } of [paid, kept]) await buyer.add(id);
  const before = (await versionOf(buyer.user.id)) ?? 0;
  await told(paymentOf(buyer.user, paid), 10);
  expect(await buyer.lines()).toEqual({ [kept.id]: 1 });
  expect(await versionOf(buyer.user.id)).toBe(before + 1);
});

test('when the payment comes again after its product was put in again, then that line stays', async () => {
  const [paid, buyer] = [await shop.product(), shop.as()];
  await buyer.add(paid.id, 2);
  const [payment, eventId] = [paymentOf(buyer.user, paid), randomUUID()];
  await told(payment, 1, { eventId });
  await buyer.add(paid.id, 5);
  // A clock that runs ahead elsewhere: the time alone would let it take the line.
  await told(payment, 3, { eventId, occurredAt: new Date(Date.now() + 60_000).toISOString() });
  expect(await buyer.lines()).toEqual({ [paid.id]: 5 });
});

test('when a line was put in or changed after the payment, then it stays for the next order', async () => {
  const [untouched, changed, later, buyer] = [
    await shop.product(),
    await shop.product(),
    await shop.product(),
    shop.as(),
  ];
  for (const { id } of [untouched, changed]) await buyer.add(id);
  const occurredAt = (await Cart.findById(buyer.user.id).orFail().lean()).items[1]?.changedAt;
  await buyer.set(changed.id, 4);
  await buyer.add(later.id);
  await told(paymentOf(buyer.user, untouched, changed, later), 1, { occurredAt: occurredAt?.toISOString() });
  expect(await buyer.lines()).toEqual({ [changed.id]: 4, [later.id]: 1 });
});

test('when the buyer has no cart, then the payment is taken all the same, and makes none', async () => {
  const { user } = shop.as();
  await told(paymentOf(user, await shop.product()), 2);
  expect(await Cart.findById(user.id)).toBeNull();
});

test('when the cart is filled while payments arrive, then only what was paid for leaves it', async () => {
  const [paid, kept, buyer] = [await shop.product(), await shop.product(), shop.as()];
  await buyer.add(paid.id);
  const payment = paymentOf(buyer.user, paid);
  await Promise.all([told(payment, 5), ...Array.from({ length: 10 }, () => buyer.add(kept.id).expect(201))]);
  expect(await buyer.lines()).toEqual({ [kept.id]: 10 });
});
