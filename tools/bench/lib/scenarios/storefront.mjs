import { measureCost } from '../load/cost.mjs';
import { countCalls, repeatConcurrently, summarizeCalls } from '../load/repeat.mjs';
import { storeProducts } from './catalog.mjs';

const CONCURRENCY = 8;
const PRODUCTS = 60;

/** @type {import('./scenario.mjs').Scenario} */
export const storefront = {
  title: 'The storefront: 8 concurrent requests',
  unit: 'page',
  storefront: true,
  isPossible: (shop) => shop.getPage !== undefined,
  stages: ({ seconds }) => [
    {
      name: `${PRODUCTS} products`,
      prepare: (shop) => storeProducts(shop, PRODUCTS),
      async measure(shop, productId) {
        const cases = [];
        for (const [name, path] of [
          ['catalog', '/'],
          ['product', `/products/${productId}`],
        ]) {
          const get = () => shop.getPage?.(path ?? '') ?? Promise.resolve();
          await repeatConcurrently(get, CONCURRENCY, seconds / 3);
          const loadPages = async () => {
            const start = performance.now();
            const called = await repeatConcurrently(get, CONCURRENCY, seconds);
            return { ...called, elapsedMs: performance.now() - start };
          };
          const { result, cpuMs, rssMb } = await measureCost(shop, loadPages, countCalls);
          const pages = (result.durations.length * 1000) / result.elapsedMs;
          const values = { 'pages/s': pages, ...summarizeCalls('page', result) };
          cases.push({ name: `${name} page`, values, cpuMs, rssMb });
        }
        return cases;
      },
    },
  ],
};
