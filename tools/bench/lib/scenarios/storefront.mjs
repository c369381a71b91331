import { measureCost } from '../load/cost.mjs';
import { repeatAtOnce } from '../load/repeat.mjs';
import { latencies } from '../load/statistics.mjs';
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
          const start = performance.now();
          const asking = async () => {
            const durations = await repeatAtOnce(get, AT_ONCE, seconds);
            return { durations, elapsedMs: performance.now() - start };
          };
          const { result, cpuMs, rssMb } = await measureCost(
            shop,
            asking,
            ({ durations }) => durations.length,
          );
          const { durations, elapsedMs } = result;
          const values = {
            'pages/s': (durations.length * 1000) / elapsedMs,
            ...latencies('page', durations),
          };
          cases.push({ name: `${name} page`, values, cpuMs, rssMb });
        }
        return cases;
      },
    },
  ],
};
