import { orders } from '../catalog/orders.mjs';
import { errorsOf } from './errors.mjs';
import { reachOutcome } from './outcomes.mjs';

/**
 * @typedef {import('./person.mjs').Person} Person
 * @typedef {import('@ecommerce/contracts').Order} Order
 * @typedef {{productId: string, quantity: number}[]} Items
 */

/**
 * Places the missing orders and brings each to its outcome.
 * @param {Record<import('../catalog/orders.mjs').Buyer, Person>} people
 * @param {Map<string, string>} productIds by title
 * @param {import('./seed.mjs').Counts} counts
 * @param {(done: number) => void} report
 */
export async function placeOrders(people, productIds, counts, report) {
  const placed = { ada: await ordersOf(people.ada), noor: await ordersOf(people.noor) };
  const wanted = orders.map(({ buyer, outcome, quantities }) => ({
    buyer,
    outcome,
    items: Object.entries(quantities).map(([title, quantity]) => ({
      productId: productIds.get(title) ?? '',
      quantity,
    })),
  }));
  // Places all orders before paying any, because a sold-out product cannot be ordered.
  for (const { buyer, items } of wanted) {
    if (placed[buyer].has(keyOf(items))) continue;
    const response = await people[buyer].call('POST', '/api/orders', { items });
    if (response.status === 201) {
      placed[buyer].set(keyOf(items), response.body);
      counts.orders++;
    } else console.log(`  skipped an order by ${buyer}: ${errorsOf(response)}`);
  }
  for (const [index, { buyer, outcome, items }] of wanted.entries()) {
    const order = placed[buyer].get(keyOf(items));
    if (order && (await reachOutcome(people[buyer], outcome, order))) counts.outcomes++;
    report(index + 1);
  }
}

/** @param {Person} buyer @returns {Promise<Map<string, Order>>} by items; the older of two orders with the same items */
async function ordersOf(buyer) {
  const newestFirst = await buyer.all('/api/orders');
  return new Map(newestFirst.map((order) => [keyOf(order.items), order]));
}

const keyOf = (/** @type {Items} */ items) =>
  items
    .map(({ productId, quantity }) => `${quantity} x ${productId}`)
    .sort()
    .join();
