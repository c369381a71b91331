import { checkOutFor, summarize } from '../load/checkout-flow.mjs';
import { measureCost } from '../load/cost.mjs';
import { openMarket, productFor, storeOrders, warmUp } from './market.mjs';

const BUYERS = [1, 8, 32];
const PRODUCTS = 32;

export const ordersStored = (/** @type {number} */ count) =>
  count === 0 ? 'fresh' : `after ${count.toLocaleString('en')} orders`;

/** @type {import('./scenario.mjs').Scenario} */
export const checkout = {
  title: 'Checkout: order, pay, wait until complete',
  unit: 'checkout',
  stages: ({ orders, seconds, warmUpSeconds, fill }) =>
    [0, ...orders].map((count) => ({
      name: ordersStored(count),
      async prepare(shop) {
        const market = await openMarket(shop, Math.max(...BUYERS), PRODUCTS);
        await storeOrders(shop, market, count, fill);
        return market;
      },
      async measure(shop, market) {
        await warmUp(shop, market, warmUpSeconds);
        const cases = [];
        for (const buyers of BUYERS) {
          const shopping = () =>
            checkOutFor(shop, market.buyers.slice(0, buyers), (buyer) => productFor(market, buyer), seconds);
          const { result, cpuMs, rssMb } = await measureCost(
            shop,
            shopping,
            ({ checkouts }) => checkouts.length,
          );
          const { checkouts, elapsedMs, failures } = result;
          const values = { ...summarize(checkouts, elapsedMs), failures };
          const name = `${ordersStored(count)}, ${buyers} buyer${buyers > 1 ? 's' : ''}`;
          cases.push({ name, parameters: { orders: count, buyers }, values, cpuMs, rssMb });
        }
        return cases;
      },
    })),
};
