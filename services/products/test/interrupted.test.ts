import { eventually } from '@ecommerce/shared/testing';
import mongoose from 'mongoose';
import { type Mark, Product } from '../src/product.ts';
import { Settlement } from '../src/settlement.ts';
import { giveBack, take, undo } from '../src/stock.ts';
import { paymentFor, Shop, stateOf } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

type Marks = (Mark | undefined)[];

/** Two products and a settlement on them, one piece each, as a process leaves them that dies at that point. */
async function interrupted(state: Settlement['state'], stock: number[], marks: Marks) {
  const lines = await shop.lines(...stock);
  const payment = paymentFor(lines);
  const short = state.startsWith('reject') ? lines.slice(0, 1) : [];
  const _id = new mongoose.Types.ObjectId(payment.id);
  await Settlement.create({ _id, orderId: payment.orderId, items: lines, short, state });
  for (const [index, { productId }] of lines.entries())
    if (marks[index])
      await Product.updateOne({ _id: productId }, { $set: { [`marks.${payment.id}`]: marks[index] } });
  return { lines, payment };
}

const marksOf = async (lines: { productId: string }[]) => {
  const found = await Promise.all(lines.map(({ productId }) => Product.findById(productId).lean()));
  return found.map((product) => product?.marks);
};

type Row = [string, Settlement['state'], number[], Marks, 'pay' | 'refund', Settlement['state'], number[]];
const rows: Row[] = [
  ['before anything was taken', 'taking', [10, 10], [], 'pay', 'taken', [9, 9]],
  ['with one of two lines taken', 'taking', [9, 10], ['taken'], 'pay', 'taken', [9, 9]],
  ['with both lines taken', 'taking', [9, 9], ['taken', 'taken'], 'pay', 'taken', [9, 9]],
  ['with one taken and the other short', 'taking', [9, 0], ['taken'], 'pay', 'rejected', [10, 0]],
  ['with the last piece taken', 'taking', [0, 1], ['taken'], 'pay', 'taken', [0, 0]],
  ['after taking, its marks still there', 'taken', [9, 9], ['taken', 'taken'], 'pay', 'taken', [9, 9]],
  ['before any line was undone', 'rejecting', [0, 9], [undefined, 'taken'], 'pay', 'rejected', [0, 10]],
  ['with one line undone', 'rejecting', [10, 9], ['undone', 'taken'], 'pay', 'rejected', [10, 10]],
  ['with both lines undone', 'rejecting', [10, 10], ['undone', 'undone'], 'pay', 'rejected', [10, 10]],
  [
    'rejected, its marks still there',
    'rejected',
    [10, 10],
    ['undone', 'undone'],
    'pay',
    'rejected',
    [10, 10],
  ],
  ['half taken when the refund comes', 'taking', [9, 10], ['taken'], 'refund', 'returned', [10, 10]],
  ['short when the refund comes', 'taking', [9, 0], ['taken'], 'refund', 'rejected', [10, 0]],
  [
    'half rejected when the refund comes',
    'rejecting',
    [0, 9],
    ['undone', 'taken'],
    'refund',
    'rejected',
    [0, 10],
  ],
  ['taken with its marks when refunded', 'taken', [9, 9], ['taken', 'taken'], 'refund', 'returned', [10, 10]],
  ['before any line was returned', 'returning', [9, 9], ['taken'], 'refund', 'returned', [10, 10]],
  ['with one line returned', 'returning', [10, 9], ['returned'], 'refund', 'returned', [10, 10]],
  ['half returned when paid again', 'returning', [10, 9], ['returned', 'taken'], 'pay', 'returned', [10, 10]],
  [
    'returned, its marks still there',
    'returned',
    [10, 10],
    ['returned', 'returned'],
    'refund',
    'returned',
    [10, 10],
  ],
];
test.each(rows)(
  'when a settlement was cut off %s (%s, %j, %j), then a redelivery (%s) ends it right',
  async (_name, state, stock, marks, deliver, end, after) => {
    const { lines, payment } = await interrupted(state, stock, marks);
    await Promise.all([1, 2, 3].map(() => shop[deliver](payment)));
    await eventually(async () => {
      expect(await stateOf(payment)).toBe(end);
      expect(await shop.quantities(lines)).toEqual(after);
      expect(await marksOf(lines)).toEqual([{}, {}]);
    });
    const tells = end === 'rejected' && state !== 'rejected' ? 1 : 0;
    await eventually(async () => (await Settlement.findById(payment.id).lean())?.outbox.length === 0);
    await eventually(() => expect(shop.told('inventory:rejected', payment.id)).toHaveLength(tells));
  },
);

test.each([
  ['taking', 'taken', take],
  ['undoing', 'rejected', undo],
  ['giving back', 'returned', giveBack],
] as const)(
  'when a straggler repeats its step of %s after all is %s, then nothing changes',
  async (_name, state, step) => {
    const { lines, payment } = await interrupted(state, [5, 5], []);
    const before = await Product.find({}, { outbox: 0 }).lean();
    const settlement = await Settlement.findById(payment.id).orFail().lean();
    for (const line of lines) await step(settlement, line);
    expect(await Product.find({}, { outbox: 0 }).lean()).toEqual(before);
  },
);
