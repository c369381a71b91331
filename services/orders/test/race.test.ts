import type { OrderStatus } from '@ecommerce/contracts';
import { eventsOf, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

/** Pays and cancels one order concurrently. */
async function race() {
  const { buyer, ...order } = await shop.order();
  const { paid, declined } = eventsOf(order);
  const [answers] = await Promise.all([
    Promise.all([1, 2, 3].map(() => shop.as(buyer).cancel(order.id))),
    shop.test.deliver('payment:created', paid),
    shop.test.deliver('payment:declined', declined),
    shop.test.deliver('payment:created', paid),
  ]);
  const { status, paymentId } = await shop.orders.model.findById(order.id).orFail().lean();
  const published = await shop.published('order:cancelled', order.id);
  return {
    status,
    paid: paymentId === paid.id,
    answers: answers.map((answer) => answer.status),
    cancellations: published.length,
  };
}

describe('concurrent payment and cancellation', () => {
  it('end in one status that all answers and events agree on', async () => {
    const ends: Partial<Record<OrderStatus, object>> = {
      Complete: { status: 'Complete', paid: true, answers: [400, 400, 400], cancellations: 0 },
      // The payment makes orders publish the cancellation a second time.
      Cancelled: { status: 'Cancelled', paid: false, answers: [200, 200, 200], cancellations: 2 },
    };
    const outcomes = await Promise.all(Array.from({ length: 25 }, race));
    expect(outcomes).toEqual(outcomes.map(({ status }) => ends[status]));
  });
});

describe('payment:created', () => {
  it('completes the order once when delivered ten times concurrently', async () => {
    const order = await shop.order();
    const { paid } = eventsOf(order);
    await Promise.all(Array.from({ length: 10 }, () => shop.test.deliver('payment:created', paid)));
    expect(await shop.orders.model.findById(order.id).lean()).toMatchObject({
      status: 'Complete',
      version: 1,
      paymentId: paid.id,
    });
  });
});
