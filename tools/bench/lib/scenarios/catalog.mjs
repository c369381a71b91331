import { measureCost } from '../load/cost.mjs';
import { countCalls, repeat, summarizeCalls } from '../load/repeat.mjs';
import { multiply } from '../shop/stored.mjs';
import { LARGE_STOCK, signUpMany } from './scenario.mjs';

const PAGE_SIZE = 20;
const words = [
  'teapot',
  'kettle',
  'lantern',
  'basket',
  'clock',
  'blanket',
  'chair',
  'mirror',
  'candle',
  'vase',
];
const colours = ['red', 'green', 'blue', 'white', 'black', 'amber', 'violet', 'silver'];

/** Gives a copy of a product or of its replica a different title, price and creation time. */
function varyProduct(/** @type {import('mongodb').Document} */ document, /** @type {number} */ index) {
  const title = `A ${colours[index % colours.length]} ${words[index % words.length]} ${index}`;
  const price = 1 + ((index * 7919) % 50_000) / 100;
  const createdAt = document.createdAt && new Date(document.createdAt.getTime() + index);
  return { ...document, title, price, ...(createdAt && { createdAt }) };
}

/**
 * Stores many products, about a thousand per second.
 * @param {import('../shop/adapter.mjs').Shop} shop @param {number} count @returns {Promise<string>} the id of one
 */
export async function storeProducts(shop, count) {
  const [seller] = await signUpMany(shop, 1);
  const first = await shop.sellProduct(seller, LARGE_STOCK);
  await multiply(shop, () => shop.sellProduct(seller, LARGE_STOCK), count - 2, varyProduct);
  return first;
}

/** @type {import('./scenario.mjs').Scenario} */
export const catalog = {
  title: 'The catalog: one request at a time',
  unit: 'request',
  isPossible: (shop) => shop.get !== undefined,
  stages: ({ products, seconds }) =>
    products.map((count) => ({
      name: `${count.toLocaleString('en')} products`,
      prepare: (shop) => storeProducts(shop, count),
      async measure(shop, productId) {
        const paths = {
          'GET /api/products/:id': `/api/products/${productId}`,
          'page 1': '/api/products',
          'page in the middle': `/api/products?page=${Math.ceil(count / PAGE_SIZE / 2)}`,
          search: '/api/products?search=red%20teapot',
          'sort=price': '/api/products?sort=price',
        };
        const cases = [];
        for (const [name, path] of Object.entries(paths)) {
          const get = () => shop.get?.(path) ?? Promise.resolve();
          await repeat(get, seconds / 10);
          const sendRequests = () => repeat(get, seconds / 3);
          const { result, cpuMs, rssMb } = await measureCost(shop, sendRequests, countCalls);
          const values = summarizeCalls('response', result);
          cases.push({ name: `${count.toLocaleString('en')} products, ${name}`, values, cpuMs, rssMb });
        }
        return cases;
      },
    })),
};
