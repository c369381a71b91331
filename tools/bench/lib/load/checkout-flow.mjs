import { setTimeout as sleep } from 'node:timers/promises';
import { latencies } from './statistics.mjs';

/** @import { Person, Shop } from '../shop/adapter.mjs' */

/** The delay before the first read of a paid order. It grows by half each time, up to LAST_POLL_MS. */
const FIRST_POLL_MS = 10;
const LAST_POLL_MS = 100;

/**
 * The durations of a checkout's parts in milliseconds, and the number of reads of the order.
 * @typedef {{order: number, pay: number, complete: number, polls: number}} Checkout
 */

/**
 * Orders one unit, pays, and waits until the order is complete.
 * @param {Shop} shop @param {Person} buyer @param {string} productId
 * @param {number} [pauseMs] between the order and its payment
 * @returns {Promise<Checkout>}
 */
export async function checkOut(shop, buyer, productId, pauseMs = 0) {
  const start = performance.now();
  const orderId = await shop.order(buyer, productId);
  const ordered = performance.now();
  if (pauseMs > 0) await sleep(pauseMs);
  const paying = performance.now();
  await shop.pay(buyer, orderId);
  const paid = performance.now();
  let polls = 0;
  let pollMs = FIRST_POLL_MS;
  do {
    await sleep(pollMs);
    pollMs = Math.min(pollMs * 1.5, LAST_POLL_MS);
    polls++;
  } while (!(await shop.isComplete(buyer, orderId)));
  return { order: ordered - start, pay: paid - paying, complete: performance.now() - paid, polls };
}

/**
 * Makes every buyer check out repeatedly until the time is over. Each finishes the current order.
 * @param {Shop} shop @param {Person[]} buyers
 * @param {(buyer: number) => string} productOf
 * @param {number} seconds
 * @returns {Promise<{checkouts: Checkout[], failures: number, elapsedMs: number}>}
 */
export async function checkOutFor(shop, buyers, productOf, seconds) {
  /** @type {Checkout[]} */
  const checkouts = [];
  let failures = 0;
  const start = performance.now();
  const shopping = async (/** @type {Person} */ buyer, /** @type {number} */ index) => {
    do {
      try {
        checkouts.push(await checkOut(shop, buyer, productOf(index)));
      } catch (error) {
        failures++;
        process.stderr.write(`${/** @type {Error} */ (error).message}\n`);
      }
    } while (performance.now() - start < seconds * 1000);
  };
  await Promise.all(buyers.map(shopping));
  return { checkouts, failures, elapsedMs: performance.now() - start };
}

/** @param {Checkout[]} checkouts @param {number} elapsedMs */
export const summarize = (checkouts, elapsedMs) => ({
  'checkouts/s': (checkouts.length * 1000) / elapsedMs,
  ...latencies(
    'POST /api/orders',
    checkouts.map(({ order }) => order),
  ),
  ...latencies(
    'POST /api/payments',
    checkouts.map(({ pay }) => pay),
  ),
  ...latencies(
    'paid to Complete',
    checkouts.map(({ complete }) => complete),
  ),
  'reads of the order per checkout': checkouts.reduce((sum, { polls }) => sum + polls, 0) / checkouts.length,
});
