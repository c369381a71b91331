import {
  eventSchemas,
  Id,
  idsOf,
  Lines,
  OrderHeaders,
  PageQuery,
  ProductsQuery,
  refundReasonOf,
} from '@ecommerce/contracts';
import * as examples from '@ecommerce/contracts/examples';
import { check, fc } from '@ecommerce/test-kit/properties';

const id = '6909f2067c3e4d5a6b7c8d03';
const hexId = fc.string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: 24, maxLength: 24 });

describe('Id', () => {
  it('is the same for every spelling of an id', () => {
    check(fc.property(hexId, (text) => expect(Id.parse(text)).toBe(Id.parse(text.toUpperCase()))));
  });

  it.each(['', id.slice(1), `${id}0`, `${id.slice(1)}g`, ` ${id}`, `${id}\n`])('rejects %j', (text) => {
    expect(Id.safeParse(text).success).toBe(false);
  });
});

describe('Lines', () => {
  it('accepts up to 50 different products and rejects a repeated one', () => {
    const lines = fc.uniqueArray(
      fc.record({
        productId: fc.nat().map((number) => number.toString(16).padStart(24, '0')),
        quantity: fc.integer({ min: 1, max: 10_000 }),
      }),
      { selector: ({ productId }) => productId, minLength: 1, maxLength: 50 },
    );
    check(
      fc.property(lines, fc.nat(49), (items, index) => {
        expect(Lines.parse(items)).toEqual(items);
        const again = items[index % items.length];
        expect(Lines.safeParse([...items, { ...again, quantity: 1 }]).success).toBe(false);
      }),
    );
  });
});

describe('Idempotency-Key', () => {
  const key = fc.string({ unit: fc.constantFrom(...'aZ09_-'), minLength: 8, maxLength: 255 });
  const parsed = (text: string) => OrderHeaders.parse({ 'idempotency-key': text })['idempotency-key'];

  it('is the same with and without quotes', () => {
    check(
      fc.property(key, (text) => {
        expect(parsed(text)).toBe(text);
        expect(parsed(`"${text}"`)).toBe(text);
      }),
    );
  });

  it('may contain spaces in quotes', () => {
    expect(parsed('"order 1 of 2"')).toBe('order 1 of 2');
  });

  it.each(['short', 'with a space', 'x'.repeat(256), '"half quoted', '"short"', ''])('rejects %j', (text) => {
    expect(OrderHeaders.safeParse({ 'idempotency-key': text }).success).toBe(false);
  });
});

describe('PageQuery', () => {
  it('has defaults and reads numbers from text', () => {
    expect(PageQuery.parse({})).toEqual({ page: 1, limit: 20 });
    expect(PageQuery.parse({ page: '3', limit: '100' })).toEqual({ page: 3, limit: 100 });
  });

  it.each([{ page: '0' }, { page: 'x' }, { page: '1.5' }, { limit: '0' }, { limit: '101' }, { skip: '1' }])(
    'rejects %j',
    (query) => {
      expect(PageQuery.safeParse(query).success).toBe(false);
    },
  );
});

describe('ProductsQuery', () => {
  it('trims the search and reads a flag from text', () => {
    const query = ProductsQuery.parse({ search: '  red teapot ', mine: 'true', sort: '-price' });
    expect(query).toEqual({ page: 1, limit: 20, search: 'red teapot', mine: true, sort: '-price' });
    expect(ProductsQuery.parse({}).mine).toBe(false);
  });

  it.each([{ search: ' ' }, { search: 'x'.repeat(101) }, { sort: 'quantity' }, { mine: 'yes' }])(
    'rejects %j',
    (query) => {
      expect(ProductsQuery.safeParse(query).success).toBe(false);
    },
  );
});

describe('events', () => {
  const { order, teapot } = examples;
  const refunded = {
    id,
    orderId: id,
    userId: id,
    stripeRefundId: 're_1',
    items: order.items,
    reason: 'Because.',
  };

  it('drop the fields that a schema does not know', () => {
    const { success, data } = eventSchemas['product:created'].safeParse({ ...teapot, secret: 1 });
    expect({ success, fields: Object.keys(data ?? {}).sort() }).toEqual({
      success: true,
      fields: ['id', 'imageUrl', 'price', 'quantity', 'title', 'userId', 'version'],
    });
    expect(eventSchemas['order:created'].parse(order)).not.toHaveProperty('history');
  });

  it('treat an unknown reason code as absent', () => {
    expect(
      eventSchemas['payment:refunded'].parse({ ...refunded, reasonCode: 'new_code' }).reasonCode,
    ).toBeUndefined();
    expect(
      eventSchemas['payment:refunded'].parse({ ...refunded, reasonCode: 'out_of_stock' }).reasonCode,
    ).toBe('out_of_stock');
  });

  it('reject an order without items or with a negative version', () => {
    for (const wrong of [{ items: [] }, { version: -1 }, { id: 'x' }])
      expect(eventSchemas['order:created'].safeParse({ ...order, ...wrong }).success).toBe(false);
  });

  it.each([
    ['order:cancelled', { id }, { orderId: id }],
    ['product:updated', { id }, { productId: id }],
    ['payment:created', { id, orderId: 'o1' }, { orderId: 'o1', paymentId: id }],
    ['inventory:rejected', { paymentId: id, orderId: 'o1' }, { orderId: 'o1', paymentId: id }],
  ] as const)('name the ids of %s for the log', (subject, data, ids) => {
    expect(idsOf(subject, data)).toEqual(ids);
  });
});

describe('refundReasonOf', () => {
  it.each([
    ['The order was cancelled.', undefined, 'order_cancelled'],
    ['The order was cancelled', undefined, 'order_cancelled'],
    ['Not enough stock was left when the payment arrived', undefined, 'out_of_stock'],
    ['anything', 'out_of_stock', 'out_of_stock'],
    ['anything', undefined, undefined],
    [null, undefined, undefined],
  ] as const)('is derived from %j and the code %s', (sentence, code, reason) => {
    expect(refundReasonOf(sentence, code)).toBe(reason);
  });
});
