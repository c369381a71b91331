import { measureCost } from '../load/cost.mjs';
import { countCalls, repeatAtOnce, summarizeCalls } from '../load/repeat.mjs';
import { storeProducts } from './catalog.mjs';

const AT_ONCE = 8;
const PRODUCTS = 60;

/** @type {import('./scenario.mjs').Scenario} */
export const storefront = {
  title: 'The storefront: 8 pages at once',
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
          await repeatAtOnce(get, AT_ONCE, seconds / 3);
          const asking = async () => {
            const start = performance.now();
            const called = await repeatAtOnce(get, AT_ONCE, seconds);
            return { ...called, elapsedMs: performance.now() - start };
          };
          const { result, cpuMs, rssMb } = await measureCost(shop, asking, countCalls);
          const pages = (result.durations.length * 1000) / result.elapsedMs;
          const values = { 'pages/s': pages, ...summarizeCalls('page', result) };
          cases.push({ name: `${name} page`, values, cpuMs, rssMb });
        }
        return cases;
      },
    },
  ],
};
