import { UserError } from '../../embedded/lib/errors.mjs';
import { poll } from '../../embedded/lib/poll.mjs';
import { must } from './requests.mjs';

/**
 * @typedef {import('@ecommerce/api-client').ApiClient} ApiClient
 * @typedef {import('../catalog/orders.mjs').Plan} Plan
 * @typedef {import('@ecommerce/contracts').Order} Order
 */

/** Limit for the events and refunds of an order. */
const TIMEOUT_MS = 60_000;

/**
 * The final status of each outcome, and the action that brings a new order to it.
 * @type {Record<Plan['outcome'], {status: Order['status'], act?: (buyer: ApiClient, order: Order) => Promise<unknown>}>}
 */
const outcomes = {
  Created: { status: 'Created' },
  AwaitingPayment: {
    status: 'AwaitingPayment',
    act: (buyer, { id }) => pay(buyer, id, 'tok_chargeDeclined'),
  },
  Complete: { status: 'Complete', act: (buyer, { id }) => pay(buyer, id, 'tok_visa') },
  cancelled: {
    status: 'Cancelled',
    act: (buyer, { id }) => buyer.DELETE('/api/orders/{id}', { params: { path: { id } } }),
  },
  refunded: { status: 'Cancelled', act: payTooLate },
};

/** Ignores the response, because an interrupted run may have paid already. The order's status is checked instead. */
const pay = (/** @type {ApiClient} */ buyer, /** @type {string} */ orderId, /** @type {string} */ token) =>
  buyer.POST('/api/payments', { body: { orderId, token } });

/** Pays after another buyer has bought the last unit. @type {(buyer: ApiClient, order: Order) => Promise<void>} */
async function payTooLate(buyer, { id, items: [item] }) {
  const path = { id: item?.productId ?? '' };
  await waitUntil(`product ${path.id} is not sold out`, async () => {
    const product = await must('Reading a product', buyer.GET('/api/products/{id}', { params: { path } }));
    return product.quantity === 0;
  });
  await pay(buyer, id, 'tok_visa');
}

/**
 * Brings an order to its outcome, unless its status is no longer `Created`.
 * @param {ApiClient} buyer @param {Plan['outcome']} outcome @param {Order} order
 * @returns {Promise<boolean>} whether the order was changed
 */
export async function reachOutcome(buyer, outcome, order) {
  const { status, act } = outcomes[outcome];
  if (order.status !== 'Created' || !act) return false;
  await act(buyer, order);
  const path = { id: order.id };
  await waitUntil(`order ${order.id} is not ${status}`, async () => {
    const current = await must('Reading an order', buyer.GET('/api/orders/{id}', { params: { path } }));
    return current.status === status;
  });
  return true;
}

/** @param {string} failure what is wrong until `check` holds @param {() => Promise<boolean>} check */
async function waitUntil(failure, check) {
  if (await poll(check, { intervalMs: 200, timeoutMs: TIMEOUT_MS })) return;
  throw new UserError(
    `After ${TIMEOUT_MS / 1000} s, ${failure}, so events are not delivered.\n` +
      'See "orders stay Created after a payment" in docs/troubleshooting.md, then run this again. It continues from here.',
  );
}
