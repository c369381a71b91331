import { UserError } from '../../embedded/lib/errors.mjs';
import { poll } from '../../embedded/lib/poll.mjs';

/**
 * @typedef {import('./person.mjs').Person} Person
 * @typedef {import('../catalog/orders.mjs').Plan} Plan
 * @typedef {import('@ecommerce/contracts').Order} Order
 */

/** Limit for the events and refunds of an order. */
const TIMEOUT_MS = 60_000;

/**
 * The final status of each outcome, and the action that brings a new order to it.
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

/** Ignores the response, because an interrupted run may have paid already. The order's status is checked instead. */
const pay = (/** @type {Person} */ buyer, /** @type {string} */ orderId, /** @type {string} */ token) =>
  buyer.call('POST', '/api/payments', { orderId, token });

/** Pays after another buyer has bought the last unit. @type {(buyer: Person, order: Order) => Promise<void>} */
async function payTooLate(buyer, { id, items: [item] }) {
  await waitUntil(buyer, `/api/products/${item?.productId}`, ({ quantity }) => quantity === 0, 'sold out');
  await pay(buyer, id, 'tok_visa');
}

/**
 * Brings an order to its outcome, unless its status is no longer `Created`.
 * @param {Person} buyer @param {Plan['outcome']} outcome @param {Order} order
 * @returns {Promise<boolean>} whether the order was changed
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
    `${path} is not ${condition} after ${TIMEOUT_MS / 1000} s, so events are not delivered.\n` +
      'See "orders stay Created after a payment" in docs/troubleshooting.md, then run this again. It continues from here.',
  );
}
