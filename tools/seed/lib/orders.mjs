import { orders } from '../catalog/orders.mjs';
import { errorsOf } from './errors.mjs';
import { reachOutcome } from './outcomes.mjs';
import { readAll } from './requests.mjs';

/**
 * @typedef {import('@ecommerce/api-client').ApiClient} ApiClient
 * @typedef {import('@ecommerce/contracts').Order} Order
 * @typedef {{productId: string, quantity: number}[]} Items
 */

/**
 * Places the missing orders and brings each to its outcome.
 * @param {Record<import('../catalog/orders.mjs').Buyer, ApiClient>} clients by buyer
 * @param {Map<string, string>} productIds by title
 * @param {import('./seed.mjs').Counts} counts
 * @param {(done: number) => void} report
 */
export async function placeOrders(clients, productIds, counts, report) {
  const placed = { ada: await ordersOf(clients.ada), noor: await ordersOf(clients.noor) };
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
    const { data, error } = await clients[buyer].POST('/api/orders', { body: { items } });
    if (data) {
      placed[buyer].set(keyOf(items), data);
      counts.orders++;
    } else console.log(`  skipped an order by ${buyer}: ${errorsOf(error)}`);
  }
  for (const [index, { buyer, outcome, items }] of wanted.entries()) {
    const order = placed[buyer].get(keyOf(items));
    if (order && (await reachOutcome(clients[buyer], outcome, order))) counts.outcomes++;
    report(index + 1);
  }
}

/** @param {ApiClient} buyer @returns {Promise<Map<string, Order>>} by items; the older of two orders with the same items */
async function ordersOf(buyer) {
  const newestFirst = await readAll('Reading the orders', (query) =>
    buyer.GET('/api/orders', { params: { query } }),
  );
  return new Map(newestFirst.map((order) => [keyOf(order.items), order]));
}

const keyOf = (/** @type {Items} */ items) =>
  items
    .map(({ productId, quantity }) => `${quantity} x ${productId}`)
    .sort()
    .join();
