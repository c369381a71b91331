import { eventually } from '@ecommerce/test-kit';
import mongoose from 'mongoose';
import { type Step, stepMarker } from '../src/step-markers.ts';
import { type AllocationState, STORED_STATE } from '../src/stock-allocation.ts';
import { paymentFor, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

type Markers = (Step | undefined)[];

/** Two products and an allocation of one unit of each, as a process leaves them that dies at that point. */
async function interrupted(state: AllocationState, stock: number[], markers: Markers) {
  const lines = await shop.lines(...stock);
  const payment = paymentFor(lines);
  const short = ['compensating', 'rejected'].includes(state) ? lines.slice(0, 1) : [];
  const _id = new mongoose.Types.ObjectId(payment.id);
  const fields = { orderId: payment.orderId, items: lines, short, state: STORED_STATE[state] };
  await shop.allocations.model.create({ _id, ...fields });
  for (const [index, { productId }] of lines.entries()) {
    const step = markers[index];
    if (step) await shop.products.model.updateOne({ _id: productId }, { $set: stepMarker({ _id }, step) });
  }
  return { lines, payment };
}

type Row = [string, AllocationState, number[], Markers, 'pay' | 'refund', AllocationState, number[]];
const twice = (step: Step): Markers => [step, step];
const [reserved, compensated, released] = [twice('reserved'), twice('compensated'), twice('released')];
const rows: Row[] = [
  ['before any step', 'allocating', [10, 10], [], 'pay', 'allocated', [9, 9]],
  ['with one of two lines reserved', 'allocating', [9, 10], ['reserved'], 'pay', 'allocated', [9, 9]],
  ['with both lines reserved', 'allocating', [9, 9], reserved, 'pay', 'allocated', [9, 9]],
  ['with one reserved, the other short', 'allocating', [9, 0], ['reserved'], 'pay', 'rejected', [10, 0]],
  ['with the last unit reserved', 'allocating', [0, 1], ['reserved'], 'pay', 'allocated', [0, 0]],
  ['allocated, its markers still there', 'allocated', [9, 9], reserved, 'pay', 'allocated', [9, 9]],
  ['before any compensation', 'compensating', [0, 9], [undefined, 'reserved'], 'pay', 'rejected', [0, 10]],
  ['half compensated', 'compensating', [10, 9], ['compensated', 'reserved'], 'pay', 'rejected', [10, 10]],
  ['with both lines compensated', 'compensating', [10, 10], compensated, 'pay', 'rejected', [10, 10]],
  ['rejected, its markers still there', 'rejected', [10, 10], compensated, 'pay', 'rejected', [10, 10]],
  ['half reserved, then refunded', 'allocating', [9, 10], ['reserved'], 'refund', 'released', [10, 10]],
  ['short, then refunded', 'allocating', [9, 0], ['reserved'], 'refund', 'rejected', [10, 0]],
  ['uncompensated', 'compensating', [0, 9], [undefined, 'reserved'], 'refund', 'rejected', [0, 10]],
  ['allocated with markers, then refunded', 'allocated', [9, 9], reserved, 'refund', 'released', [10, 10]],
  ['before any line was released', 'releasing', [9, 9], ['reserved'], 'refund', 'released', [10, 10]],
  ['with one line released', 'releasing', [10, 9], ['released'], 'refund', 'released', [10, 10]],
  [
    'half released, then paid again',
    'releasing',
    [10, 9],
    ['released', 'reserved'],
    'pay',
    'released',
    [10, 10],
  ],
  ['released, its markers still there', 'released', [10, 10], released, 'refund', 'released', [10, 10]],
];
test.each(rows)(
  'resumes an allocation that stopped %s (%s, %j, %j) on a redelivery (%s)',
  async (_name, state, stock, markers, deliver, end, after) => {
    const { lines, payment } = await interrupted(state, stock, markers);
    await Promise.all([1, 2, 3].map(() => shop[deliver](payment)));
    await eventually(async () => {
      expect(await shop.stateOf(payment)).toBe(end);
      expect(await shop.quantities(lines)).toEqual(after);
      expect(await shop.stepMarkers(lines)).toEqual([{}, {}]);
    });
    const published = end === 'rejected' && state !== 'rejected' ? 1 : 0;
    await eventually(async () => (await shop.allocations.find(payment.id))?.outbox.length === 0);
    await eventually(() => expect(shop.published('inventory:rejected', payment.id)).toHaveLength(published));
  },
);

test.each([
  ['reserve', 'allocated'],
  ['compensate', 'rejected'],
  ['release', 'released'],
] as const)('a late repetition of %s once all is %s changes nothing', async (step, state) => {
  const { lines, payment } = await interrupted(state, [5, 5], []);
  const before = await shop.products.model.find({}, { outbox: 0 }).lean();
  const allocation = await shop.allocations.model.findById(payment.id).orFail().lean();
  for (const line of lines) await shop.saga.stock[step](allocation, line);
  expect(await shop.products.model.find({}, { outbox: 0 }).lean()).toEqual(before);
});
