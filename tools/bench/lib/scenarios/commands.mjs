import { setTimeout as sleep } from 'node:timers/promises';
import { sumOf } from '../wire/counting-proxy.mjs';
import { openMarket } from './market.mjs';

/** Between the order and its payment, and after that: as long as a person takes, and the services to finish. */
const pause = async () => sleep(250);
const pauses = { beforePayment: pause, afterPayment: pause };
const WARM_UP = 5;
/** Longer than the services take to finish what a checkout still causes after its answer. */
const AFTERMATH_MS = 1000;

/** @typedef {(orderId: string) => Promise<unknown>} Wait */

/**
 * Checks out one after another and counts the database commands and the publishes of it. Nothing is asked meanwhile, since
 * each answer would cost a read.
 * @param {import('../shop/adapter.mjs').Shop} shop
 * @param {import('./market.mjs').Market} market
 * @param {import('../wire/counting-proxy.mjs').CountingProxy} counter
 * @param {number} count
 * @param {{beforePayment: Wait, afterPayment: Wait}} waits for what the order causes, and for what the payment does
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
    await sleep(AFTERMATH_MS);
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
          'reads a checkout': reads.commands / checkouts,
          'writes a checkout': writes.commands / checkouts,
          'statements in writes a checkout': writes.statements / checkouts,
          'publishes a checkout': publishes / checkouts,
        };
        const shapes = counts
          .filter(({ kind }) => kind === 'read' || kind === 'write')
          .map(({ service, shape, commands }) => [`${service} ${shape}`, commands / checkouts]);
        return [{ name: 'one line, no cart', values, counts: Object.fromEntries(shapes) }];
      },
    },
  ],
};
