import { checkOut, checkOutFor } from '../load/checkout-flow.mjs';
import { multiply } from '../shop/stored.mjs';
import { sellMany, signUpMany } from './scenario.mjs';

/**
 * @import { Person, Shop } from '../shop/adapter.mjs'
 * @typedef {{buyers: Person[], products: string[]}} Market
 */

/**
 * Signs up buyers and creates products.
 * @param {Shop} shop @param {number} buyerCount @param {number} productCount
 * @returns {Promise<Market>}
 */
export async function openMarket(shop, buyerCount, productCount) {
  const buyers = await signUpMany(shop, buyerCount);
  const products = await sellMany(shop, buyers[0], productCount);
  return { buyers, products };
}

/**
 * Stores complete orders: copies of one order, or all created through the API.
 * @param {Shop} shop @param {Market} market @param {number} count @param {'copy' | 'api'} fill
 */
export async function storeOrders(shop, market, count, fill) {
  if (count === 0) return;
  if (fill === 'api') return orderThroughApi(shop, market, count);
  const [buyer] = market.buyers;
  const [product = ''] = market.products;
  // The first checkout also creates documents that exist only once and must not be copied.
  await checkOut(shop, buyer, product);
  await multiply(shop, () => checkOut(shop, buyer, product), count);
}

/** @param {Shop} shop @param {Market} market @param {number} count */
async function orderThroughApi(shop, market, count) {
  let left = count;
  const shopping = async (/** @type {Person} */ buyer, /** @type {number} */ index) => {
    while (left-- > 0) {
      await checkOut(shop, buyer, productFor(market, index));
      if (left % 100 === 0) process.stderr.write(`  ${left} orders left\n`);
    }
  };
  await Promise.all(market.buyers.slice(0, 16).map(shopping));
}

export const productFor = (/** @type {Market} */ { products }, /** @type {number} */ buyer) =>
  products[buyer % products.length] ?? '';

/** Warms up code, connections and caches. @param {Shop} shop @param {Market} market @param {number} seconds */
export const warmUp = (shop, market, seconds) =>
  checkOutFor(shop, market.buyers.slice(0, 8), (buyer) => productFor(market, buyer), seconds);
