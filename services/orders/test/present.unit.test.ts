import { Order } from '@ecommerce/contracts';
import { check, fc } from '@ecommerce/test-kit/properties';
import type { HistoryEntry } from '../src/order.ts';
import { present } from '../src/present.ts';
import { orderOf } from './orders.ts';

const entry = fc.record<HistoryEntry>({
  type: fc.constantFrom('ordered', 'declined', 'paid', 'refunded', 'cancelled', 'expired'),
  at: fc.integer({ min: 0, max: 5 }).map((seconds) => new Date(seconds * 1000)),
  reason: fc.option(fc.string()),
  eventId: fc.option(fc.uuid()),
});

describe('present', () => {
  it('sorts the history by time; simultaneous entries keep their order', () => {
    check(
      fc.property(fc.array(entry), (history) => {
        const view = present(orderOf({ history }));
        expect(Order.parse(view)).toEqual(view);
        const sorted = history
          .map((one, arrival) => ({ ...one, arrival }))
          .sort((one, other) => one.at.getTime() - other.at.getTime() || one.arrival - other.arrival);
        expect(view.history.map(({ type, at }) => [type, at])).toEqual(
          sorted.map(({ type, at }) => [type, at.toISOString()]),
        );
      }),
    );
  });

  it.each([
    ['The order was cancelled', 'order_cancelled'],
    ['Not enough stock was left when the payment arrived', 'out_of_stock'],
    ['The last units were sold before the payment arrived.', 'out_of_stock'],
    ['A product was no longer available in this quantity when the payment arrived.', 'out_of_stock'],
    ['a sentence of another version', undefined],
  ])('derives the reason code of a refund stored with "%s"', (reason, reasonCode) => {
    const [refund] = present(
      orderOf({ history: [{ type: 'refunded', at: new Date(0), reason, eventId: null }] }),
    ).history;
    expect(refund?.reasonCode).toBe(reasonCode);
  });
});
