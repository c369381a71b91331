import { invariants, violationsIn } from './invariants.ts';
import type { Snapshot } from './snapshot.ts';

const charge = { id: 'pi_1', status: 'succeeded', amount: 1998, metadata: { orderId: 'o1' } };
const refund = { id: 're_1', payment_intent: 'pi_1', amount: 1998, status: 'succeeded' };
const product = { id: 'p1', version: 2, quantity: 18, title: 'A better teapot', price: 9.99, marks: {} };
const paidAt = new Date('2026-01-02');
const order = {
  id: 'o1',
  userId: 'u1',
  status: 'Complete',
  total: 19.98,
  items: [{ productId: 'p1', quantity: 2 }],
  history: [{ type: 'paid', at: paidAt }],
};
const payment = {
  id: 'o1',
  order: { totalCents: 1998 },
  cancelled: false,
  charge: { state: 'succeeded' },
  refund: null,
  due: null,
};

/** A shop in which ten teapots were made twenty and two were bought, and all is right. */
const right = (): Snapshot =>
  structuredClone({
    history: {
      users: ['u1'],
      products: ['p1'],
      orders: ['o1'],
      unacknowledgedOrders: [],
      payments: [{ orderId: 'o1', stripeId: 'pi_1' }],
      lowest: 8,
      failures: [],
    },
    users: ['u1'],
    products: [product],
    versions: [
      { id: 'p1', version: 0, title: 'A teapot', quantity: 10 },
      { id: 'p1', version: 1, title: 'A better teapot', quantity: 20 },
      { id: 'p1', version: 2, title: 'A better teapot', quantity: 18 },
    ],
    orders: [order],
    payments: [payment],
    settlements: [{ id: 's1', state: 'taken' }],
    carts: [{ userId: 'u1', items: [{ productId: 'p1', quantity: 1, changedAt: new Date('2026-01-03') }] }],
    replicas: [
      { service: 'cart', product },
      { service: 'orders', product },
    ],
    outboxes: [],
    parked: [],
    missingImages: [],
    books: { payment_intents: [charge], refunds: [] },
  });

test('when all is right, then nothing is found', () => {
  expect(violationsIn(right())).toEqual([]);
});

/** The first of a list, to be spoiled. */
function first<T>(list: T[]): T {
  const [one] = list;
  if (!one) throw new Error('there is none');
  return one;
}

const faults: [keyof typeof invariants, (all: Snapshot) => void][] = [
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
    (all) => Object.assign(first(all.books.payment_intents), { amount: 1997 }),
  ],
  [
    'no money is kept for any other order',
    (all) => Object.assign(first(all.orders), { status: 'Cancelled' }),
  ],
  [
    'no money is kept for any other order',
    (all) => {
      Object.assign(first(all.orders), { status: 'Cancelled' });
      all.books.refunds.push({ ...refund, amount: 998 });
    },
  ],
  [
    'nobody was charged for an order that is not there',
    (all) => all.books.payment_intents.push({ ...charge, id: 'pi_2', metadata: { orderId: 'o2' } }),
  ],
  [
    'what was fulfilled is gone from the stock, and nothing else',
    (all) => Object.assign(all.versions[2] ?? {}, { quantity: 16 }),
  ],
  [
    'what was fulfilled is gone from the stock, and nothing else',
    (all) => Object.assign(all.versions[2] ?? {}, { quantity: 20 }),
  ],
  ['stock was never below zero', (all) => Object.assign(all.history, { lowest: -1 })],
  ['stock was never below zero', (all) => Object.assign(first(all.versions), { quantity: -1 })],
  ['every version of a product was told of', (all) => all.versions.splice(1, 1)],
  ['every version of a product was told of', (all) => Object.assign(first(all.products), { quantity: 17 })],
  [
    'every replica equals its source',
    (all) => all.replicas.splice(0, 1, { service: 'cart', product: { ...product, version: 1 } }),
  ],
  [
    'every replica equals its source',
    (all) => all.replicas.splice(0, 1, { service: 'cart', product: { ...product, price: 1 } }),
  ],
  ['every replica equals its source', (all) => all.replicas.pop()],
  ['every replica equals its source', (all) => all.payments.pop()],
  ['every replica equals its source', (all) => Object.assign(first(all.payments), { order: null })],
  ['every replica equals its source', (all) => Object.assign(first(all.orders), { status: 'Cancelled' })],
  ['every event was published', (all) => all.outboxes.push('orders o1')],
  ['nothing is parked', (all) => all.parked.push('cart payment:created TypeError')],
  ['no work is left half done', (all) => Object.assign(first(all.settlements), { state: 'taking' })],
  ['no work is left half done', (all) => Object.assign(first(all.products), { marks: { s1: 'taken' } })],
  [
    'no work is left half done',
    (all) => Object.assign(first(all.payments), { charge: { state: 'pending' } }),
  ],
  ['no work is left half done', (all) => Object.assign(first(all.payments), { refund: { state: 'due' } })],
  ['no work is left half done', (all) => Object.assign(first(all.payments), { due: new Date() })],
  [
    'no cart holds what was bought',
    (all) => Object.assign(first(first(all.carts).items), { changedAt: paidAt }),
  ],
  ['every 201 is in the database', (all) => all.history.users.push('u9')],
  ['every 201 is in the database', (all) => all.history.products.push('p9')],
  ['every 201 is in the database', (all) => all.history.orders.push('o9')],
  ['every 201 is in the database', (all) => all.history.payments.push({ orderId: 'o1', stripeId: 'pi_9' })],
  ['who placed an order once has one', (all) => all.history.orders.pop()],
  ['every picture of a product is in the store', (all) => all.missingImages.push('a.png: 404')],
  ['nobody got an answer that nobody should get', (all) => all.history.failures.push('GET /api/orders: 500')],
];

test.each(faults)('when it is broken that %s, then this is found', (rule, breakIt) => {
  const all = right();
  breakIt(all);
  expect(violationsIn(all).some((violation) => violation.startsWith(`${String(rule)}: `))).toBe(true);
});

test('when a rule is added, then a fault for it is added too', () => {
  expect(new Set(faults.map(([rule]) => rule))).toEqual(new Set(Object.keys(invariants)));
});
