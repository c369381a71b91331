import { eventsOf, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const historyOf = async (order: Awaited<ReturnType<Shop['order']>>) =>
  (await shop.as(order.buyer).show(order.id)).body.history;
const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();

describe('order history', () => {
  it('begins with the order', async () => {
    const order = await shop.order();
    expect(order.history).toEqual([{ type: 'ordered', at: expect.any(String), reason: null }]);
    expect(Date.parse(order.history[0]?.at ?? '')).not.toBeNaN();
  });

  it('is sorted by when events occurred, not by when they arrived', async () => {
    const order = await shop.order();
    const { declined, paid, refunded } = eventsOf(order);
    await shop.test.deliver('payment:refunded', refunded, { occurredAt: inSeconds(30) });
    await shop.test.deliver('payment:created', paid, { occurredAt: inSeconds(20) });
    await shop.test.deliver('payment:declined', declined, { occurredAt: inSeconds(10) });
    expect(await historyOf(order)).toMatchObject([
      { type: 'ordered', reason: null },
      { type: 'declined', reason: 'Your card was declined.' },
      { type: 'paid', reason: null },
      { type: 'refunded', reason: 'Not enough stock' },
    ]);
  });

  it('has payment and refund of an order cancelled during its payment', async () => {
    const order = await shop.order();
    const { paid, refunded } = eventsOf(order);
    await shop.as(order.buyer).cancel(order.id).expect(200);
    await shop.test.deliver('payment:created', paid);
    await shop.test.deliver('payment:refunded', refunded);
    const steps = (await historyOf(order)).map(({ type }: { type: string }) => type);
    expect(steps).toEqual(['ordered', 'cancelled', 'paid', 'refunded']);
  });

  it('is bounded, and a payment completes the order after many declines', async () => {
    const order = await shop.order();
    const { declined, paid } = eventsOf(order);
    const before = { type: 'declined', at: new Date(), reason: declined.reason, eventId: null };
    await shop.orders.model.updateOne({ _id: order.id }, { $set: { history: Array(199).fill(before) } });
    await shop.test.deliver('payment:declined', declined);
    await shop.test.deliver('payment:declined', declined);
    await shop.test.deliver('payment:created', paid);
    const { status, history } = await shop.orders.model.findById(order.id).orFail().lean();
    expect({ status, steps: history.length }).toEqual({ status: 'Complete', steps: 200 });
  });

  it.each([
    ['The order was cancelled', 'order_cancelled'],
    ['Not enough stock was left when the payment arrived', 'out_of_stock'],
  ])('gets a reason code for a refund that was stored without one (%s)', async (reason, reasonCode) => {
    const order = await shop.order();
    const entry = { type: 'refunded', at: new Date(), reason, eventId: null };
    await shop.orders.model.updateOne({ _id: order.id }, { $push: { history: entry } });
    expect((await historyOf(order)).at(-1)).toMatchObject({ type: 'refunded', reason, reasonCode });
  });
});
