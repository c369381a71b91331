import { setTimeout as sleep } from 'node:timers/promises';
import { sumOf } from '../wire/counting-proxy.mjs';
import { openMarket } from './market.mjs';

/** Default delays before and after a payment: enough for the services to finish their work. */
const pause = async () => sleep(250);
const pauses = { beforePayment: pause, afterPayment: pause };
const WARM_UP = 5;
/** Time for the asynchronous work after the last checkout. */
const DRAIN_MS = 1000;

/** @typedef {(orderId: string) => Promise<unknown>} Wait */

/**
 * Makes sequential checkouts and counts their database commands and publishes. Does not poll the orders, because each poll
 * would cost a read.
 * @param {import('../shop/adapter.mjs').Shop} shop
 * @param {import('./market.mjs').Market} market
 * @param {import('../wire/counting-proxy.mjs').CountingProxy} counter
 * @param {number} count
 * @param {{beforePayment: Wait, afterPayment: Wait}} waits wait for the asynchronous work of the order and of the payment
 * @returns {Promise<{counts: import('../wire/counting-proxy.mjs').Counted[], publishes: number}>} of all checkouts
 */
export async function countCheckouts(
  shop,
  { buyers: [buyer], products: [product = ''] },
  counter,
  count,
  waits = pauses,
) {
  const checkOutMany = async (/** @type {number} */ many) => {
    const orders = [];
    for (let done = 0; done < many; done++) {
      const order = await shop.order(buyer, product);
      await waits.beforePayment(order);
      await shop.pay(buyer, order);
      await waits.afterPayment(order);
      orders.push(order);
    }
    await sleep(DRAIN_MS);
    return orders;
  };
  await checkOutMany(WARM_UP);
  counter.reset();
  const before = await shop.publishes();
  const orders = await checkOutMany(count);
  const counts = counter.counts();
  for (const order of orders)
    if (!(await shop.isComplete(buyer, order))) throw new Error(`order ${order} is not complete yet`);
  return { counts, publishes: (await shop.publishes()) - before };
}

/** @type {import('./scenario.mjs').Scenario} */
export const commands = {
  title: 'Database commands and publishes of a checkout',
  unit: 'checkout',
  countsCommands: true,
  stages: ({ quick }) => [
    {
      name: 'one line, no cart',
      prepare: (shop) => openMarket(shop, 1, 1),
      async measure(shop, market, counter) {
        const checkouts = quick ? 20 : 50;
        const { counts, publishes } = await countCheckouts(shop, market, counter, checkouts);
        const [reads, writes] = [sumOf(counts, 'read'), sumOf(counts, 'write')];
        const values = {
          'reads per checkout': reads.commands / checkouts,
          'writes per checkout': writes.commands / checkouts,
          'statements in writes per checkout': writes.statements / checkouts,
          'publishes per checkout': publishes / checkouts,
        };
        const shapes = counts
          .filter(({ kind }) => kind === 'read' || kind === 'write')
          .map(({ service, shape, commands }) => [`${service} ${shape}`, commands / checkouts]);
        return [{ name: 'one line, no cart', values, counts: Object.fromEntries(shapes) }];
      },
    },
  ],
};
