import { MAX_CART_LINES, MAX_QUANTITY } from '@ecommerce/contracts';
import { check, fc } from '@ecommerce/test-kit/properties';
import { type Line, withLine, withoutPaidLines } from '../src/cart-lines.ts';

const at = (second: number) => new Date(second * 1000);
const productId = fc.constantFrom<string>('a', 'b', 'c', 'd');
const second = fc.integer({ min: 0, max: 9 });
/** A cart with one line per product, as `withLine` leaves it. */
const lines = fc.uniqueArray(
  fc.record<Line>({ productId, quantity: fc.integer({ min: 1, max: 9 }), changedAt: second.map(at) }),
  { selector: (line) => line.productId },
);
const payment = fc.record({
  productIds: fc.uniqueArray(productId),
  meta: fc.record({ eventId: fc.uuid(), occurredAt: second.map((one) => at(one).toISOString()) }),
});
/** Often the quantity that a line has. */
const anyQuantity = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: MAX_QUANTITY }));
interface Payment {
  productIds: string[];
  meta: { eventId: string; occurredAt: string };
}

const purge = (items: Line[], payments: Payment[]): Line[] =>
  payments.reduce((cart, { productIds, meta }) => withoutPaidLines(cart, productIds, meta) ?? cart, {
    items,
    applied: [] as string[],
  }).items;

describe('withLine', () => {
  it('sets one quantity and keeps all other lines and the order', () => {
    check(
      fc.property(lines, productId, anyQuantity, (before, id, quantity) => {
        const after = withLine(before, id, quantity, at(10));
        const current = before.find((line) => line.productId === id);
        const changedAt = current?.quantity === quantity ? current.changedAt : at(10);
        expect(after.find((line) => line.productId === id)).toEqual({ productId: id, quantity, changedAt });
        const others = (all: Line[]) => all.filter((line) => line.productId !== id);
        expect(others(after)).toEqual(others(before));
        const ids = before.map((line) => line.productId);
        expect(after.map((line) => line.productId)).toEqual(ids.includes(id) ? ids : [...ids, id]);
      }),
    );
  });

  it('rejects one product too many, but not a change of the last one', () => {
    const full = Array.from({ length: MAX_CART_LINES }, (_, index) => ({
      productId: String(index),
      quantity: 1,
      changedAt: at(0),
    }));
    expect(() => withLine(full, 'another', 1, at(1))).toThrow(expect.objectContaining({ code: 'cart_full' }));
    expect(withLine(full, '7', 2, at(1))).toHaveLength(MAX_CART_LINES);
  });

  it('rejects a quantity above the limit', () => {
    expect(() => withLine([], 'a', MAX_QUANTITY + 1, at(0))).toThrow(
      expect.objectContaining({ code: 'quantity_limit' }),
    );
  });
});

describe('withoutPaidLines', () => {
  it('removes exactly the paid lines that were not changed after the payment', () => {
    check(
      fc.property(lines, payment, (items, { productIds, meta }) => {
        const isKept = (line: Line) =>
          !productIds.includes(line.productId) || line.changedAt.toISOString() > meta.occurredAt;
        expect(purge(items, [{ productIds, meta }])).toEqual(items.filter(isKept));
      }),
    );
  });

  it('has the same result for payments in any order, each repeated any number of times', () => {
    const arrivals = fc.array(payment, { minLength: 1, maxLength: 4 }).chain((payments) =>
      fc.record({
        payments: fc.constant(payments),
        order: fc.shuffledSubarray(payments, { minLength: payments.length }),
        repeated: fc.array(fc.constantFrom(...payments)),
      }),
    );
    check(
      fc.property(lines, arrivals, (items, { payments, order, repeated }) => {
        expect(purge(items, [...order, ...repeated])).toEqual(purge(items, payments));
      }),
    );
  });

  it('keeps a line that was added again before a redelivery', () => {
    const meta = { eventId: 'e1', occurredAt: at(5).toISOString() };
    const cart = { items: [{ productId: 'a', quantity: 1, changedAt: at(1) }], applied: [] };
    const purged = withoutPaidLines(cart, ['a'], meta);
    const again = { ...purged, items: withLine([], 'a', 2, at(2)), applied: purged?.applied ?? [] };
    expect(purged?.items).toEqual([]);
    expect(withoutPaidLines(again, ['a'], meta)).toBeUndefined();
  });

  it('remembers a bounded number of events', () => {
    const applied = Array.from({ length: 100 }, (_, index) => `e${index}`);
    const meta = { eventId: 'new', occurredAt: at(0).toISOString() };
    const after = withoutPaidLines({ items: [], applied }, [], meta)?.applied;
    expect(after).toEqual([...applied.slice(1), 'new']);
  });
});
