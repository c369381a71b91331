import { orders } from '../catalog/orders.mjs';
import { bringOn } from './outcomes.mjs';
import { faultsOf } from './person.mjs';

/**
 * @typedef {import('./person.mjs').Person} Person
 * @typedef {import('@ecommerce/shared/contracts').Order} Order
 * @typedef {{productId: string, quantity: number}[]} Items
 */

/**
 * Places what its buyer has not ordered yet, and brings each order to its outcome.
 * @param {Record<import('../catalog/orders.mjs').Buyer, Person>} people
 * @param {Map<string, string>} productIds by title
 * @param {import('./seed.mjs').Made} made
 * @param {(done: number) => void} tell
 */
export async function placeOrders(people, productIds, made, tell) {
  const placed = { ada: await ordersOf(people.ada), noor: await ordersOf(people.noor) };
  const wanted = orders.map(({ buyer, outcome, pieces }) => ({
    buyer,
    outcome,
    items: Object.entries(pieces).map(([title, quantity]) => ({
      productId: productIds.get(title) ?? '',
      quantity,
    })),
  }));
  // All are placed before any is paid: what is sold out can not be ordered.
  for (const { buyer, items } of wanted) {
    if (placed[buyer].has(keyOf(items))) continue;
    const answer = await people[buyer].ask('POST', '/api/orders', { items });
    if (answer.status === 201) {
      placed[buyer].set(keyOf(items), answer.body);
      made.orders++;
    } else console.log(`  left out, an order by ${buyer}: ${faultsOf(answer)}`);
  }
  for (const [index, { buyer, outcome, items }] of wanted.entries()) {
    const order = placed[buyer].get(keyOf(items));
    if (order && (await bringOn(people[buyer], outcome, order))) made.steps++;
    tell(index + 1);
  }
}

/** @param {Person} buyer @returns {Promise<Map<string, Order>>} by what was ordered; of two alike the older */
async function ordersOf(buyer) {
  const newestFirst = await buyer.all('/api/orders');
  return new Map(newestFirst.map((order) => [keyOf(order.items), order]));
}

const keyOf = (/** @type {Items} */ items) =>
  items
    .map(({ productId, quantity }) => `${quantity} x ${productId}`)
    .sort()
    .join();
