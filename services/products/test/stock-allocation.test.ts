import type { Line } from '@ecommerce/contracts';
import { eventually, newId } from '@ecommerce/test-kit';
import { STORED_STATE } from '../src/stock-allocation.ts';
import { paymentFor, Shop } from './shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.close());

const five = [1, 2, 3, 4, 5];
/** Waits until the sagas of these payments are complete and their events published. */
const settled = (...payments: { id: string }[]) =>
  eventually(async () => {
    const count = await shop.allocations.model.countDocuments({
      _id: { $in: payments.map(({ id }) => id) },
      state: { $in: [STORED_STATE.allocated, STORED_STATE.released, STORED_STATE.rejected] },
      'outbox.eventId': { $exists: false },
    });
    expect(count).toBe(payments.length);
  });
const stepMarkersCleared = (lines: Line[]) =>
  eventually(async () => expect(await shop.stepMarkers(lines)).toEqual(lines.map(() => ({}))));

describe('payment:created', () => {
  it('reserves stock once for five concurrent deliveries', async () => {
    const lines = await shop.lines(10, 10);
    const payment = paymentFor(lines.map((line) => ({ ...line, quantity: 3 })));
    await Promise.all(five.map(() => shop.pay(payment)));
    await settled(payment);
    await stepMarkersCleared(lines);
    expect(await shop.quantities(lines)).toEqual([7, 7]);
    const stored = await shop.test.collection('settlements').findOne({ orderId: payment.orderId });
    expect(stored).toMatchObject({ state: 'taken' });
    const [{ productId }] = lines as [(typeof lines)[0]];
    await eventually(() => shop.published('product:updated', productId).length > 0);
    expect(shop.published('product:updated', productId)).toMatchObject([{ quantity: 7, version: 1 }]);
    expect(shop.published('inventory:rejected', payment.id)).toEqual([]);
  });

  it('reserves nothing when one line is short, and publishes that line once', async () => {
    const lines = await shop.lines(10, 0, 10);
    const payment = paymentFor(lines);
    await Promise.all(five.map(() => shop.pay(payment)));
    await settled(payment);
    await stepMarkersCleared(lines);
    expect(await shop.quantities(lines)).toEqual([10, 0, 10]);
    await eventually(() => shop.published('inventory:rejected', payment.id).length > 0);
    expect(shop.published('inventory:rejected', payment.id)).toMatchObject([
      { paymentId: payment.id, orderId: payment.orderId, items: [lines[1]] },
    ]);
  });

  it('rejects a payment with an unknown product and keeps the other stock', async () => {
    const known = await shop.lines(1);
    const unknown = { productId: newId(), quantity: 1 };
    const payment = paymentFor([...known, unknown]);
    await shop.pay(payment);
    await eventually(() => shop.published('inventory:rejected', payment.id).length > 0);
    expect(shop.published('inventory:rejected', payment.id)).toMatchObject([{ items: [unknown] }]);
    expect(await shop.quantities(known)).toEqual([1]);
  });

  it('allocates the last unit to one of twenty payments and rejects the others', async () => {
    const lines = await shop.lines(1);
    const payments = Array.from({ length: 20 }, () => paymentFor(lines));
    await Promise.all(payments.map((payment) => shop.pay(payment)));
    await settled(...payments);
    const states = await Promise.all(payments.map((payment) => shop.stateOf(payment)));
    expect(states.sort()).toEqual(['allocated', ...Array(19).fill('rejected')]);
    expect(await shop.quantities(lines)).toEqual([0]);
    const rejections = () => payments.flatMap(({ id }) => shop.published('inventory:rejected', id));
    await eventually(() => expect(rejections()).toHaveLength(19));
    const quantities = shop
      .published('product:updated', lines[0]?.productId ?? '')
      .map(({ quantity }) => Number(quantity));
    expect(Math.min(...quantities)).toBe(0);
  });

  it('keeps the stock exact for many concurrent payments', async () => {
    const lines = await shop.lines(100, 100);
    const payments = Array.from({ length: 30 }, () => paymentFor(lines));
    await Promise.all(payments.map((payment) => shop.pay(payment)));
    await settled(...payments);
    expect(await shop.quantities(lines)).toEqual([70, 70]);
    await stepMarkersCleared(lines);
  });
});

describe('payment:refunded', () => {
  it('releases the stock once for five concurrent deliveries', async () => {
    const lines = await shop.lines(10, 10);
    const payment = paymentFor(lines);
    await shop.pay(payment);
    await eventually(async () => (await shop.stateOf(payment)) === 'allocated');
    await Promise.all(five.map(() => shop.refund(payment)));
    await eventually(async () => (await shop.stateOf(payment)) === 'released');
    await stepMarkersCleared(lines);
    expect(await shop.quantities(lines)).toEqual([10, 10]);
  });

  it('prevents the reservation when it arrives before the payment', async () => {
    const lines = await shop.lines(10);
    const payment = paymentFor(lines);
    await shop.refund(payment);
    await eventually(async () => (await shop.stateOf(payment)) === 'released');
    await Promise.all(five.map(() => shop.saga.allocate(payment)));
    const { productId = '' } = lines[0] ?? {};
    expect(await shop.products.find(productId)).toMatchObject({ quantity: 10, version: 0, marks: {} });
  });

  it('releases all stock when payments and refunds arrive concurrently', async () => {
    const lines = await shop.lines(8, 8);
    const payments = Array.from({ length: 10 }, () => paymentFor(lines));
    await Promise.all(payments.flatMap((payment) => [shop.pay(payment), shop.refund(payment)]));
    await eventually(async () => {
      const states = await Promise.all(payments.map((payment) => shop.stateOf(payment)));
      expect(states.filter((state) => state !== 'released' && state !== 'rejected')).toEqual([]);
      expect(await shop.quantities(lines)).toEqual([8, 8]);
    });
    await stepMarkersCleared(lines);
  });

  it('releases nothing for a rejected payment', async () => {
    const lines = await shop.lines(3, 0);
    const payment = paymentFor(lines);
    await shop.pay(payment);
    await eventually(async () => (await shop.stateOf(payment)) === 'rejected');
    await Promise.all(five.map(() => shop.saga.release(payment)));
    expect(await shop.stateOf(payment)).toBe('rejected');
    expect(await shop.quantities(lines)).toEqual([3, 0]);
  });
});
