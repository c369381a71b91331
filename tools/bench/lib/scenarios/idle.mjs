import { setTimeout as sleep } from 'node:timers/promises';
import { cpuTimes, differencePer, residentMemory, total } from '../load/processes.mjs';
import { sumOf } from '../wire/counting-proxy.mjs';
import { storeProducts } from './catalog.mjs';
import { ordersStored } from './checkout.mjs';
import { openMarket, storeOrders } from './market.mjs';

/** @type {import('./scenario.mjs').Scenario} */
export const idle = {
  title: 'Idle: no requests',
  unit: 'second',
  countsCommands: true,
  stages({ quick, orders, products, fill }) {
    const seconds = quick ? 10 : 30;
    /** @type {import('./scenario.mjs').Stage['measure']} */
    const measure = async (shop, name, counter) => {
      // Waits until the services have settled after the start.
      await sleep(5000);
      const pids = shop.processes();
      const before = cpuTimes(pids);
      counter.reset();
      await sleep(seconds * 1000);
      const cpuMs = differencePer(cpuTimes(pids), before, seconds);
      const perSecond = (/** @type {import('../wire/command-shape.mjs').Kind} */ kind) =>
        sumOf(counter.counts(), kind).commands / seconds;
      const values = {
        'CPU, % of a core': total(cpuMs) / 10,
        'reads/s': perSecond('read'),
        'writes/s': perSecond('write'),
        'hello and ping/s': perSecond('connection'),
      };
      const counts = counter
        .counts()
        .map(({ service, shape, commands }) => [`${service} ${shape}`, commands / seconds]);
      return [{ name, values, cpuMs, rssMb: residentMemory(pids), counts: Object.fromEntries(counts) }];
    };
    const afterOrders = [0, ...orders].map((count) => ({
      name: ordersStored(count),
      async prepare(/** @type {import('../shop/adapter.mjs').Shop} */ shop) {
        await storeOrders(shop, await openMarket(shop, 2, 2), count, fill);
        return ordersStored(count);
      },
      measure,
    }));
    const withProducts = products.slice(1).map((count) => ({
      name: `${count.toLocaleString('en')} products`,
      async prepare(/** @type {import('../shop/adapter.mjs').Shop} */ shop) {
        await storeProducts(shop, count);
        return `${count.toLocaleString('en')} products`;
      },
      measure,
    }));
    return [...afterOrders, ...withProducts];
  },
};
