import { setTimeout as sleep } from 'node:timers/promises';
import { UserError } from '../../embedded/lib/errors.mjs';

/**
 * @typedef {import('./person.mjs').Person} Person
 * @typedef {import('../catalog/orders.mjs').Plan} Plan
 * @typedef {import('@ecommerce/shared/contracts').Order} Order
 */

/** Events and refunds are a moment on their way; after this long something is wrong with them. */
const PATIENCE_MS = 60_000;

/**
 * What becomes of an order that was just placed, and the status that it ends in.
 * @type {Record<Plan['outcome'], {status: Order['status'], act?: (buyer: Person, order: Order) => Promise<unknown>}>}
 */
const outcomes = {
  Created: { status: 'Created' },
  AwaitingPayment: {
    status: 'AwaitingPayment',
    act: (buyer, { id }) => pay(buyer, id, 'tok_chargeDeclined'),
  },
  Complete: { status: 'Complete', act: (buyer, { id }) => pay(buyer, id, 'tok_visa') },
  cancelled: { status: 'Cancelled', act: (buyer, { id }) => buyer.ask('DELETE', `/api/orders/${id}`) },
  refunded: { status: 'Cancelled', act: payTooLate },
};

/** Refused where a run that was ended has paid already; the status tells. */
const pay = (/** @type {Person} */ buyer, /** @type {string} */ orderId, /** @type {string} */ token) =>
  buyer.ask('POST', '/api/payments', { orderId, token });

/** Pays for what somebody else got the last of. @type {(buyer: Person, order: Order) => Promise<void>} */
async function payTooLate(buyer, { id, items: [item] }) {
  await until(buyer, `/api/products/${item?.productId}`, ({ quantity }) => quantity === 0, 'sold out');
  await pay(buyer, id, 'tok_visa');
}

/**
 * Brings an order to its outcome, unless somebody has taken it elsewhere since it was placed.
 * @param {Person} buyer @param {Plan['outcome']} outcome @param {Order} order
 * @returns {Promise<boolean>} whether there was something to do
 */
export async function bringOn(buyer, outcome, order) {
  const { status, act } = outcomes[outcome];
  if (order.status !== 'Created' || !act) return false;
  await act(buyer, order);
  await until(buyer, `/api/orders/${order.id}`, (now) => now.status === status, status);
  return true;
}

/** @param {Person} buyer @param {string} path @param {(body: any) => boolean} isSo @param {string} what */
async function until(buyer, path, isSo, what) {
  const end = Date.now() + PATIENCE_MS;
  while (!isSo(await buyer.must(200, 'GET', path))) {
    if (Date.now() > end)
      throw new UserError(
        `${path} is not ${what} after ${PATIENCE_MS / 1000} s: events do not get through. docs/troubleshooting.md tells\n` +
          'what to look at ("orders stay Created after a payment"). Run this again then: it goes on from here.',
      );
    await sleep(200);
  }
}
