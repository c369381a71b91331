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

/** All distinct permutations of the steps. */
function permutations(steps: Step[]): Step[][] {
  if (steps.length === 0) return [[]];
  return [...new Set(steps)].flatMap((first) => {
    const rest = steps.toSpliced(steps.indexOf(first), 1);
    return permutations(rest).map((others) => [first, ...others]);
  });
}

describe('order status', () => {
  it.each<[Step[]]>([
    [['paid', 'paid', 'declined', 'declined', 'refunded', 'refunded']],
    [['cancelled', 'cancelled', 'paid', 'declined', 'refunded']],
  ])(
    'follows the table for every permutation of %j',
    async (steps) => {
      const runs = await Promise.all(permutations(steps).map(startRun));
      for (const index of steps.keys()) {
        const outcomes = await Promise.all(runs.map((run) => run(index)));
        expect(outcomes.map(({ seen }) => seen)).toEqual(outcomes.map(({ expected }) => expected));
      }
    },
    120_000,
  );
});
