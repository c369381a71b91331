import { invariants, violationsIn } from './invariants.ts';
import type { Snapshot } from './snapshot.ts';

const charge = { id: 'pi_1', status: 'succeeded', amount: 1998, metadata: { orderId: 'o1' } };
const refund = { id: 're_1', payment_intent: 'pi_1', amount: 1998, status: 'succeeded' };
const product = { id: 'p1', version: 2, quantity: 18, title: 'A better teapot', price: 9.99, marks: {} };
const paidAt = new Date('2026-01-02');
const createdAt = new Date('2026-01-01T12:00:00Z');
const order = {
  id: 'o1',
  userId: 'u1',
  status: 'Complete',
  total: 19.98,
  items: [{ productId: 'p1', quantity: 2 }],
  history: [{ type: 'paid', at: paidAt }],
  createdAt,
};
const payment = {
  id: 'o1',
  order: { totalCents: 1998 },
  cancelled: false,
  charge: { state: 'succeeded', startedAt: paidAt },
  refund: null,
  due: null,
};

/** A valid state: the stock of a product was edited from ten to twenty, and two units were bought. */
const validState = (): Snapshot =>
  structuredClone({
    history: {
      users: ['u1'],
      endedSessions: ['s1'],
      deletedUsers: ['u0'],
      products: ['p1'],
      orders: ['o1'],
      unacknowledgedOrders: [],
      payments: [{ orderId: 'o1', stripeId: 'pi_1' }],
      lowest: 8,
      failures: [],
    },
    takenAt: new Date('2026-01-05'),
    orderLifetimeSeconds: 86_400,
    users: ['u1'],
    sessions: ['s2'],
    endedSessions: ['s1'],
    deletedUsers: ['u0'],
    usersWithMails: [],
    products: [product],
    versions: [
      { id: 'p1', version: 0, title: 'A teapot', quantity: 10 },
      { id: 'p1', version: 1, title: 'A better teapot', quantity: 20 },
      { id: 'p1', version: 2, title: 'A better teapot', quantity: 18 },
    ],
    orders: [order],
    payments: [payment],
    settlements: [{ id: 's1', state: 'taken' }],
    carts: [{ id: 'u1', items: [{ productId: 'p1', quantity: 1, changedAt: new Date('2026-01-03') }] }],
    replicas: [
      { service: 'cart', product },
      { service: 'orders', product },
    ],
    outboxes: [],
    deadLetters: [],
    missingImages: [],
    ledger: { payment_intents: [charge], refunds: [] },
  });

test('a valid state has no violations', () => {
  expect(violationsIn(validState())).toEqual([]);
});

test('a valid state with a deleted product has no violations', () => {
  const state = validState();
  state.history.products.push('p2');
  state.versions.push(
    { id: 'p2', version: 0, title: 'A cup', quantity: 5 },
    { id: 'p2', version: 1, removed: true },
  );
  const tombstone = { ...product, id: 'p2', version: 9, quantity: 0, removed: true };
  for (const service of ['cart', 'orders'] as const) state.replicas.push({ service, product: tombstone });
  expect(violationsIn(state)).toEqual([]);
});

test('a valid state with a removed product has no violations', () => {
  const state = validState();
  // A payment was allocated before the removal and refunded after it.
  edit(state.products, { version: 5, removedAt: new Date(), isOrdered: true });
  state.versions.push(
    { id: 'p1', version: 3, title: 'A better teapot', quantity: 17 },
    { id: 'p1', version: 4, removed: true },
  );
  for (const replica of state.replicas)
    replica.product = { ...replica.product, version: 9, quantity: 0, removed: true };
  expect(violationsIn(state)).toEqual([]);
});

/** Changes the first entry of a list. */
function edit<T extends object>([first]: T[], fields: Partial<T>): void {
  if (!first) throw new Error('the list is empty');
  Object.assign(first, fields);
}

/** Changes to the valid state that violate an invariant, by the invariant. */
const faults: Record<keyof typeof invariants, ((state: Snapshot) => unknown)[]> = {
  'a complete order has one charge of exactly its total and no refund': [
    ({ ledger }) => ledger.payment_intents.push({ ...charge, id: 'pi_2' }),
    ({ ledger }) => ledger.refunds.push(refund),
    ({ ledger }) => edit(ledger.payment_intents, { amount: 1997 }),
  ],
  'no money is kept for any other order': [
    ({ orders }) => edit(orders, { status: 'Cancelled' }),
    ({ orders, ledger }) => {
      edit(orders, { status: 'Cancelled' });
      ledger.refunds.push({ ...refund, amount: 998 });
    },
  ],
  'every charge belongs to an order': [
    ({ ledger }) => ledger.payment_intents.push({ ...charge, id: 'pi_2', metadata: { orderId: 'o2' } }),
  ],
  'stock goes down by exactly the items of complete orders': [
    ({ versions }) => edit(versions.slice(2), { quantity: 16 }),
    ({ versions }) => edit(versions.slice(2), { quantity: 20 }),
  ],
  'stock is never negative': [
    ({ history }) => Object.assign(history, { lowest: -1 }),
    ({ versions }) => edit(versions, { quantity: -1 }),
  ],
  'every version of a product has an event': [
    ({ versions }) => versions.splice(1, 1),
    ({ products }) => edit(products, { quantity: 17 }),
    ({ products }) => edit(products, { removedAt: new Date() }),
    ({ versions }) => versions.push({ id: 'p1', version: 3, removed: true }),
  ],
  'every replica of a product equals its source': [
    ({ replicas }) => edit(replicas, { product: { ...product, version: 1 } }),
    ({ replicas }) => edit(replicas, { product: { ...product, price: 1 } }),
    ({ replicas }) => edit(replicas, { product: { ...product, removed: true } }),
    ({ products }) => edit(products, { removedAt: new Date() }),
    ({ replicas }) => replicas.pop(),
    ({ products, versions }) => {
      products.pop();
      versions.push({ id: 'p1', version: 3, removed: true });
    },
  ],
  'payments knows every order and its cancellation': [
    ({ payments }) => payments.pop(),
    ({ payments }) => edit(payments, { order: null }),
    ({ orders }) => edit(orders, { status: 'Cancelled' }),
  ],
  'an unpaid order expires after its time, and not before': [
    ({ orders }) => edit(orders, { status: 'AwaitingPayment' }),
    ({ orders }) => edit(orders, { status: 'Cancelled', history: [{ type: 'expired', at: paidAt }] }),
  ],
  'no charge begins after the time of its order': [
    ({ payments }) =>
      edit(payments, { charge: { state: 'succeeded', startedAt: new Date('2026-01-02T12:00:02Z') } }),
  ],
  'every event is published': [({ outboxes }) => outboxes.push('orders o1')],
  'there are no dead letters': [({ deadLetters }) => deadLetters.push('cart payment:created TypeError')],
  'no work is pending': [
    ({ settlements }) => edit(settlements, { state: 'taking' }),
    ({ products }) => edit(products, { marks: { s1: 'taken' } }),
    ({ products }) => edit(products, { discardedImages: ['a.png'] }),
    ({ products }) => edit(products, { removedAt: new Date() }),
    ({ payments }) => edit(payments, { charge: { state: 'pending', startedAt: paidAt } }),
    ({ payments }) => edit(payments, { refund: { state: 'due' } }),
    ({ payments }) => edit(payments, { due: new Date() }),
    ({ usersWithMails }) => usersWithMails.push('u1'),
  ],
  'no cart contains a line that was paid': [
    ({ carts }) => edit(carts[0]?.items ?? [], { changedAt: paidAt }),
  ],
  'every resource that a 201 acknowledged is stored': [
    ({ history }) => history.users.push('u9'),
    ({ history }) => history.products.push('p9'),
    ({ products, versions }) => {
      products.pop();
      versions.push({ id: 'p1', version: 3, removed: true });
    },
    ({ history }) => history.orders.push('o9'),
    ({ history }) => history.payments.push({ orderId: 'o1', stripeId: 'pi_9' }),
  ],
  'a session that a sign-out ended is over, and its end is published': [
    ({ sessions }) => sessions.push('s1'),
    ({ endedSessions }) => endedSessions.pop(),
  ],
  'a deleted user is gone with the cart, and has an event': [
    ({ users }) => users.push('u0'),
    ({ carts }) => carts.push({ id: 'u0', items: [] }),
    ({ deletedUsers }) => deletedUsers.pop(),
  ],
  'one order request leads to one order': [({ history }) => history.orders.pop()],
  'every image of a product is stored': [({ missingImages }) => missingImages.push('a.png: 404')],
  'a removed product has no image': [
    ({ products }) => edit(products, { removedAt: new Date(), imageKey: 'a.png' }),
  ],
  'no client gets an unexpected response': [({ history }) => history.failures.push('GET /api/orders: 500')],
};

const cases = Object.entries(faults).flatMap(([name, all]) =>
  all.map((inject, index) => [name, index + 1, inject] as const),
);

test.each(cases)('finds a violation of: %s (fault %i)', (name, _number, inject) => {
  const state = validState();
  inject(state);
  expect(violationsIn(state).some((violation) => violation.startsWith(`${name}: `))).toBe(true);
});

test('every invariant has a fault that violates it', () => {
  expect(new Set(Object.keys(faults))).toEqual(new Set(Object.keys(invariants)));
});
