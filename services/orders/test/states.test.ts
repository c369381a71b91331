import { randomUUID } from 'node:crypto';
import type { OrderStatus } from '@ecommerce/contracts';
import { eventsOf, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

type Step = 'paid' | 'declined' | 'refunded' | 'cancelled';

/** The expected status after each step: it only moves forward, and late or repeated events do not change it. */
const after: Record<OrderStatus, Record<Step, OrderStatus>> = {
  Created: { paid: 'Complete', declined: 'AwaitingPayment', refunded: 'Cancelled', cancelled: 'Cancelled' },
  AwaitingPayment: {
    paid: 'Complete',
    declined: 'AwaitingPayment',
    refunded: 'Cancelled',
    cancelled: 'Cancelled',
  },
  Complete: { paid: 'Complete', declined: 'Complete', refunded: 'Cancelled', cancelled: 'Complete' },
  Cancelled: { paid: 'Cancelled', declined: 'Cancelled', refunded: 'Cancelled', cancelled: 'Cancelled' },
};

/** Creates an order. @returns a function that performs one of the steps and reads the order */
async function startRun(steps: Step[]) {
  const { buyer, ...order } = await shop.order();
  const { paid, declined, refunded } = eventsOf(order);
  // A repeated step delivers the same event.
  const [paying, declining, refunding] = [1, 2, 3].map(() => ({ eventId: randomUUID() }));
  const actions: Record<Step, () => Promise<unknown>> = {
    paid: () => shop.test.deliver('payment:created', paid, paying),
    declined: () => shop.test.deliver('payment:declined', declined, declining),
    refunded: () => shop.test.deliver('payment:refunded', refunded, refunding),
    cancelled: () => shop.as(buyer).cancel(order.id).then(),
  };
  const expected = { status: 'Created' as OrderStatus, version: 0, history: ['ordered'] };
  return async (index: number) => {
    const step = steps[index];
    if (!step) throw new Error(`there is no step ${index}`);
    await actions[step]();
    const next = after[expected.status][step];
    const isNew = step === 'cancelled' ? next !== expected.status : !expected.history.includes(step);
    if (isNew) {
      expected.version++;
      expected.history = [...expected.history, step];
    }
    expected.status = next;
    const { status, version, history: entries } = await shop.orders.model.findById(order.id).orFail().lean();
    const history = entries.map(({ type }) => type);
    const path = steps.slice(0, index + 1).join(', ');
    return { seen: { path, status, version, history }, expected: { path, ...expected } };
  };
}

// `order-states.unit.test.ts` checks the rule for steps in any order; these check that it is stored.
const paths: Step[][] = [
  ['declined', 'declined', 'paid', 'paid', 'declined', 'refunded', 'refunded', 'paid'],
  ['refunded', 'paid', 'declined', 'refunded', 'paid'],
  ['paid', 'cancelled', 'refunded', 'declined', 'cancelled'],
  ['cancelled', 'cancelled', 'paid', 'declined', 'refunded'],
];

describe('order status', () => {
  it.each(paths.map((steps) => [steps]))('follows the table for %j', async (steps) => {
    const run = await startRun(steps);
    for (const index of steps.keys()) {
      const { seen, expected } = await run(index);
      expect(seen).toEqual(expected);
    }
  });
});
