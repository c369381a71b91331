import { checkOutFor, summarize } from '../load/checkout-flow.mjs';
import { measureCost } from '../load/cost.mjs';
import { openMarket, productFor, warmUp } from './market.mjs';

const BUYERS = 32;

/** @type {import('./scenario.mjs').Scenario} */
export const hotProduct = {
  title: 'A hot product: 32 buyers of one product, compared with 32 buyers of 32 products',
  unit: 'checkout',
  stages: ({ seconds, warmUpSeconds }) =>
    [1, BUYERS].map((products) => ({
      name: products === 1 ? 'one product' : `${products} products`,
      prepare: (shop) => openMarket(shop, BUYERS, products),
      async measure(shop, market) {
        await warmUp(shop, market, warmUpSeconds);
        const before = await shop.publishes();
        const shopping = () =>
          checkOutFor(shop, market.buyers, (buyer) => productFor(market, buyer), seconds);
        const { result, cpuMs, rssMb } = await measureCost(
          shop,
          shopping,
          ({ checkouts }) => checkouts.length,
        );
        const publishes = (await shop.publishes()) - before;
        const { checkouts, elapsedMs, failures } = result;
        const values = {
          ...summarize(checkouts, elapsedMs),
          'messages per sale': publishes / checkouts.length,
          failures,
        };
        return [{ name: products === 1 ? 'one product' : `${products} products`, values, cpuMs, rssMb }];
      },
    })),
};
