import type { OrderPayment } from '../src/order-payment.ts';

const ORDER_ID = '6909f2067c3e4d5a6b7c8d03';
export const PAYMENT_ID = '6909f21a7c3e4d5a6b7c8d04';

/** Builds the record of an order that is not paid, without a database. */
export const newPayment = (fields: Partial<OrderPayment> = {}): OrderPayment => ({
  _id: { toString: () => ORDER_ID } as OrderPayment['_id'],
  version: 0,
  outbox: [],
  order: {
    userId: '6909f1b27c3e4d5a6b7c8d01',
    totalCents: 1999,
    items: [{ productId: '6909f1d07c3e4d5a6b7c8d02', quantity: 1 }],
  },
  cancelled: false,
  attempt: 0,
  charge: null,
  refund: null,
  due: null,
  createdAt: new Date(0),
  ...fields,
});
