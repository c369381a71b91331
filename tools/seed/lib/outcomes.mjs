import { UserError } from '../../embedded/lib/errors.mjs';
import { poll } from '../../embedded/lib/poll.mjs';

/**
 * @typedef {import('./person.mjs').Person} Person
 * @typedef {import('../catalog/orders.mjs').Plan} Plan
 * @typedef {import('@ecommerce/contracts').Order} Order
 */

/** Events and refunds take a moment; after this long something is wrong with them. */
const TIMEOUT_MS = 60_000;

/**
 * How an order that was just placed reaches each outcome, and the status that it ends in.
 * @type {Record<Plan['outcome'], {status: Order['status'], act?: (buyer: Person, order: Order) => Promise<unknown>}>}
 */
const outcomes = {
  Created: { status: 'Created' },
  AwaitingPayment: {
    status: 'AwaitingPayment',
    act: (buyer, { id }) => pay(buyer, id, 'tok_chargeDeclined'),
  },
  Complete: { status: 'Complete', act: (buyer, { id }) => pay(buyer, id, 'tok_visa') },
  cancelled: { status: 'Cancelled', act: (buyer, { id }) => buyer.call('DELETE', `/api/orders/${id}`) },
  refunded: { status: 'Cancelled', act: payTooLate },
};

/** The answer does not matter: an interrupted run may have paid already. The order's status decides. */
const pay = (/** @type {Person} */ buyer, /** @type {string} */ orderId, /** @type {string} */ token) =>
  buyer.call('POST', '/api/payments', { orderId, token });

/** Pays for a product whose last unit another buyer got. @type {(buyer: Person, order: Order) => Promise<void>} */
async function payTooLate(buyer, { id, items: [item] }) {
  await waitUntil(buyer, `/api/products/${item?.productId}`, ({ quantity }) => quantity === 0, 'sold out');
  await pay(buyer, id, 'tok_visa');
}

/**
 * Brings an order to its outcome, unless it has left the status `Created` since it was placed.
 * @param {Person} buyer @param {Plan['outcome']} outcome @param {Order} order
 * @returns {Promise<boolean>} whether there was something to do
 */
export async function reachOutcome(buyer, outcome, order) {
  const { status, act } = outcomes[outcome];
  if (order.status !== 'Created' || !act) return false;
  await act(buyer, order);
  await waitUntil(buyer, `/api/orders/${order.id}`, (current) => current.status === status, status);
  return true;
}

/** @param {Person} buyer @param {string} path @param {(body: any) => boolean} isMet @param {string} condition */
async function waitUntil(buyer, path, isMet, condition) {
  const check = async () => isMet(await buyer.must(200, 'GET', path));
  if (await poll(check, { intervalMs: 200, timeoutMs: TIMEOUT_MS })) return;
  throw new UserError(
    `${path} is not ${condition} after ${TIMEOUT_MS / 1000} s: events are not delivered. See "orders stay Created\n` +
      'after a payment" in docs/troubleshooting.md. Run this again then: it continues from here.',
  );
}
