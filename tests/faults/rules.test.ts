import { rules, violations } from './rules.ts';
import type { Snapshot } from './snapshot.ts';

const charge = { id: 'pi_1', status: 'succeeded', amount: 1998, metadata: { orderId: 'o1' } };
const refund = { id: 're_1', payment_intent: 'pi_1', amount: 1998, status: 'succeeded' };
const product = { id: 'p1', version: 3, quantity: 8, title: 'A teapot', price: 9.99 };
const order = {
  id: 'o1',
  userId: 'u1',
  status: 'Complete',
  total: 19.98,
  items: [{ productId: 'p1', quantity: 2 }],
};

/** A shop in which two of ten teapots were bought, and all is right. */
const right = (): Snapshot => ({
  told: {
    quantities: { p1: 10 },
    orders: ['o1'],
    payments: [{ orderId: 'o1', stripeId: 'pi_1' }],
    lowest: 8,
    failures: [],
  },
  products: [product],
  orders: [order],
  carts: [{ userId: 'u1', items: [] }],
  replicas: [{ service: 'cart', product }],
  outboxes: [],
  parked: [],
  books: { payment_intents: [charge], refunds: [] },
});

test('when all is right, then nothing is found', () => {
  expect(violations(right())).toEqual([]);
});

const faults: [keyof typeof rules, (all: Snapshot) => void][] = [
  [
    'a complete order has one charge of exactly its total, and it is not refunded',
    (all) => all.books.payment_intents.push({ ...charge, id: 'pi_2' }),
  ],
  [
    'a complete order has one charge of exactly its total, and it is not refunded',
    (all) => all.books.refunds.push(refund),
  ],
  [
    'a complete order has one charge of exactly its total, and it is not refunded',
    (all) => void all.books.payment_intents.splice(0, 1, { ...charge, amount: 1997 }),
  ],
  [
    'no money is kept for any other order',
    (all) => void all.orders.splice(0, 1, { ...order, status: 'Cancelled' }),
  ],
  [
    'no money is kept for any other order',
    (all) => {
      all.orders.splice(0, 1, { ...order, status: 'Cancelled' });
      all.books.refunds.push({ ...refund, amount: 998 });
    },
  ],
  [
    'nobody was charged for an order that is not there',
    (all) => all.books.payment_intents.push({ ...charge, id: 'pi_2', metadata: { orderId: 'o2' } }),
  ],
  [
    'what was fulfilled is gone from the stock, and nothing else',
    (all) => void all.products.splice(0, 1, { ...product, quantity: 6 }),
  ],
  [
    'what was fulfilled is gone from the stock, and nothing else',
    (all) => void all.products.splice(0, 1, { ...product, quantity: 10 }),
  ],
  ['stock was never below zero', (all) => Object.assign(all.told, { lowest: -1 })],
  [
    'every replica equals its source',
    (all) => void all.replicas.splice(0, 1, { service: 'cart', product: { ...product, version: 2 } }),
  ],
  [
    'every replica equals its source',
    (all) => void all.replicas.splice(0, 1, { service: 'cart', product: { ...product, price: 1 } }),
  ],
  ['every event was published', (all) => all.outboxes.push('orders o1')],
  ['nothing is parked', (all) => all.parked.push('cart payment:created TypeError')],
  ['no cart holds what was bought', (all) => all.carts[0]?.items.push({ productId: 'p1', quantity: 1 })],
  ['every 201 is in the database', (all) => all.told.orders.push('o9')],
  ['every 201 is in the database', (all) => all.told.payments.push({ orderId: 'o1', stripeId: 'pi_9' })],
  ['no answer was a 500', (all) => all.told.failures.push('GET /api/orders')],
];

test.each(faults)('when it is broken that %s, then this is found', (rule, breakIt) => {
  const all = right();
  breakIt(all);
  expect(violations(all).some((violation) => violation.startsWith(`${String(rule)}: `))).toBe(true);
});

test('when a rule is added, then a fault for it is added too', () => {
  expect(new Set(faults.map(([rule]) => rule))).toEqual(new Set(Object.keys(rules)));
});
