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

/** Stores two products and an allocation of one unit of each, as left by a process that died at that point. */
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
describe('AllocationSaga', () => {
  it.each(rows)(
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
      await eventually(() =>
        expect(shop.published('inventory:rejected', payment.id)).toHaveLength(published),
      );
    },
  );

  it.each([
    ['reserve', 'allocated'],
    ['compensate', 'rejected'],
    ['release', 'released'],
  ] as const)('ignores a late %s of an allocation that is %s', async (step, state) => {
    const { lines, payment } = await interrupted(state, [5, 5], []);
    const before = await shop.products.model.find({}, { outbox: 0 }).lean();
    const allocation = await shop.allocations.model.findById(payment.id).orFail().lean();
    for (const line of lines) await shop.saga.stock[step](allocation, line);
    expect(await shop.products.model.find({}, { outbox: 0 }).lean()).toEqual(before);
  });
});

/** Stores a product as left by a process that died between the reservation for a payment and its record. */
async function reservedWithoutRecord() {
  const lines = await shop.lines(9);
  const [{ productId: _id } = { productId: '' }] = lines;
  const payment = paymentFor(lines);
  const marker = stepMarker({ _id: new mongoose.Types.ObjectId(payment.id) }, 'reserved');
  await shop.products.model.updateOne({ _id }, { $set: marker });
  return { lines, payment };
}

const expectSingleLine = async (
  { lines, payment }: Awaited<ReturnType<typeof reservedWithoutRecord>>,
  state: AllocationState,
  quantity: number,
) =>
  eventually(async () => {
    expect(await shop.stateOf(payment)).toBe(state);
    expect(await shop.quantities(lines)).toEqual([quantity]);
    expect(await shop.stepMarkers(lines)).toEqual([{}]);
  });

describe('a single line that was reserved and not recorded', () => {
  it('remains reserved once on redeliveries of the payment', async () => {
    const left = await reservedWithoutRecord();
    await Promise.all([1, 2, 3].map(() => shop.pay(left.payment)));
    await expectSingleLine(left, 'allocated', 9);
  });

  it('is released once by refunds', async () => {
    const left = await reservedWithoutRecord();
    await Promise.all([1, 2, 3].map(() => shop.refund(left.payment)));
    await expectSingleLine(left, 'released', 10);
  });

  it('is released once by refunds concurrent with redeliveries of the payment', async () => {
    const left = await reservedWithoutRecord();
    await Promise.all([1, 2, 3].flatMap(() => [shop.pay(left.payment), shop.refund(left.payment)]));
    await expectSingleLine(left, 'released', 10);
  });

  it('is released by the payment when a refund was recorded in between', async () => {
    const left = await reservedWithoutRecord();
    const { id, orderId } = left.payment;
    const fields = { orderId, items: left.lines, short: [], state: STORED_STATE.released };
    await shop.allocations.model.create({ _id: new mongoose.Types.ObjectId(id), ...fields });
    await Promise.all([1, 2, 3].map(() => shop.pay(left.payment)));
    await expectSingleLine(left, 'released', 10);
  });
});

describe('recovery', () => {
  it('clears the step markers of completed allocations', async () => {
    const { lines, payment } = await interrupted('allocated', [9, 9], reserved);
    const open = await reservedWithoutRecord();
    await shop.test.recover();
    await eventually(async () => expect(await shop.stepMarkers(lines)).toEqual([{}, {}]));
    expect(await shop.quantities(lines)).toEqual([9, 9]);
    expect(await shop.stateOf(payment)).toBe('allocated');
    expect(await shop.stepMarkers(open.lines)).not.toEqual([{}]);
  });
});
