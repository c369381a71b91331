import { eventually, newId } from '@ecommerce/shared/testing';
import { Product } from '../src/product.ts';
import { returnStock, settle } from '../src/settle.ts';
import { Settlement } from '../src/settlement.ts';
import { paymentFor, Shop, stateOf } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const five = [1, 2, 3, 4, 5];
/** Everything about these payments is done and told, and every message of it acked or about to be. */
const settled = (...payments: { id: string }[]) =>
  eventually(async () => {
    const left = await Settlement.countDocuments({
      _id: { $in: payments.map(({ id }) => id) },
      state: { $in: ['taken', 'returned', 'rejected'] },
      'outbox.eventId': { $exists: false },
    });
    expect(left).toBe(payments.length);
  });
const noMarksStay = (lines: { productId: string }[]) =>
  eventually(async () => {
    const products = await Product.find({ _id: { $in: lines.map(({ productId }) => productId) } }).lean();
    expect(products.map(({ marks }) => marks)).toEqual(lines.map(() => ({})));
  });

test('when a payment arrives five times at once, then the stock goes down once, and is told', async () => {
  const lines = await shop.lines(10, 10);
  const payment = paymentFor(lines.map((line) => ({ ...line, quantity: 3 })));
  await Promise.all(five.map(() => shop.pay(payment)));
  await settled(payment);
  await noMarksStay(lines);
  expect(await shop.quantities(lines)).toEqual([7, 7]);
  const [{ productId }] = lines as [(typeof lines)[0]];
  await eventually(() => shop.told('product:updated', productId).length > 0);
  expect(shop.told('product:updated', productId)).toMatchObject([{ quantity: 7, version: 1 }]);
  expect(shop.told('inventory:rejected', payment.id)).toEqual([]);
});

test('when one line is short, then none is taken, and that line is told once, however often the payment comes', async () => {
  const lines = await shop.lines(10, 0, 10);
  const payment = paymentFor(lines);
  await Promise.all(five.map(() => shop.pay(payment)));
  await settled(payment);
  await noMarksStay(lines);
  expect(await shop.quantities(lines)).toEqual([10, 0, 10]);
  await eventually(() => shop.told('inventory:rejected', payment.id).length > 0);
  expect(shop.told('inventory:rejected', payment.id)).toMatchObject([
    { paymentId: payment.id, orderId: payment.orderId, items: [lines[1]] },
  ]);
});

test('when a product is unknown, then the payment is rejected and the other lines stay on stock', async () => {
  const known = await shop.lines(1);
  const unknown = { productId: newId(), quantity: 1 };
  const payment = paymentFor([...known, unknown]);
  await shop.pay(payment);
  await eventually(() => shop.told('inventory:rejected', payment.id).length > 0);
  expect(shop.told('inventory:rejected', payment.id)).toMatchObject([{ items: [unknown] }]);
  expect(await shop.quantities(known)).toEqual([1]);
});

test('when twenty have paid for the last piece, then one gets it and nineteen are told that there is none', async () => {
  const lines = await shop.lines(1);
  const payments = Array.from({ length: 20 }, () => paymentFor(lines));
  await Promise.all(payments.map((payment) => shop.pay(payment)));
  await settled(...payments);
  const states = await Promise.all(payments.map(stateOf));
  expect(states.sort()).toEqual([...Array(19).fill('rejected'), 'taken']);
  expect(await shop.quantities(lines)).toEqual([0]);
  const told = () => payments.flatMap(({ id }) => shop.told('inventory:rejected', id));
  await eventually(() => expect(told()).toHaveLength(19));
  const heard = shop
    .told('product:updated', lines[0]?.productId ?? '')
    .map(({ quantity }) => Number(quantity));
  expect(Math.min(...heard)).toBe(0);
});

test('when many payments are for the same products at once, then the stock is right to the piece and no mark stays', async () => {
  const lines = await shop.lines(100, 100);
  const payments = Array.from({ length: 30 }, () => paymentFor(lines));
  await Promise.all(payments.map((payment) => shop.pay(payment)));
  await settled(...payments);
  expect(await shop.quantities(lines)).toEqual([70, 70]);
  await noMarksStay(lines);
});

test('when a refund arrives five times at once, then the stock comes back once', async () => {
  const lines = await shop.lines(10, 10);
  const payment = paymentFor(lines);
  await shop.pay(payment);
  await eventually(async () => (await stateOf(payment)) === 'taken');
  await Promise.all(five.map(() => shop.refund(payment)));
  await eventually(async () => (await stateOf(payment)) === 'returned');
  await noMarksStay(lines);
  expect(await shop.quantities(lines)).toEqual([10, 10]);
});

test('when the refund comes before its payment, then nothing is ever taken', async () => {
  const lines = await shop.lines(10);
  const payment = paymentFor(lines);
  await shop.refund(payment);
  await eventually(async () => (await stateOf(payment)) === 'returned');
  await Promise.all(five.map(() => settle(payment)));
  expect(await Product.findById(lines[0]?.productId).lean()).toMatchObject({
    quantity: 10,
    version: 0,
    marks: {},
  });
});

test('when payments and their refunds arrive at the same time, then all the stock is there in the end', async () => {
  const lines = await shop.lines(8, 8);
  const payments = Array.from({ length: 10 }, () => paymentFor(lines));
  await Promise.all(payments.flatMap((payment) => [shop.pay(payment), shop.refund(payment)]));
  await eventually(async () => {
    const states = await Promise.all(payments.map(stateOf));
    expect(states.filter((state) => state !== 'returned' && state !== 'rejected')).toEqual([]);
    expect(await shop.quantities(lines)).toEqual([8, 8]);
  });
  await noMarksStay(lines);
});

test('when a payment that was rejected is refunded, then nothing comes back', async () => {
  const lines = await shop.lines(3, 0);
  const payment = paymentFor(lines);
  await shop.pay(payment);
  await eventually(async () => (await stateOf(payment)) === 'rejected');
  await Promise.all(five.map(() => returnStock(payment)));
  expect(await stateOf(payment)).toBe('rejected');
  expect(await shop.quantities(lines)).toEqual([3, 0]);
});
