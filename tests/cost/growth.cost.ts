import { setTimeout as sleep } from 'node:timers/promises';
import { checkOut } from '../../tools/bench/lib/load/checkout-flow.mjs';
import { cpuTimes, total } from '../../tools/bench/lib/load/processes.mjs';
import { productFor } from '../../tools/bench/lib/scenarios/market.mjs';
import { type BenchShop, startBenchShop } from './bench-shop.ts';
import { GROWTH } from './budget.ts';

const BUYERS = 4;
const WINDOWS = 6;
const CHECKOUTS_EACH = 10;
/** Time for the asynchronous work that follows the last response of a window. */
const DRAIN_MS = 500;

const shops: BenchShop[] = [];
beforeAll(async () => {
  for (const orders of [GROWTH.few, GROWTH.many])
    shops.push(await startBenchShop({ orders, buyers: BUYERS }));
});
afterAll(async () => {
  for (const one of shops) await one.stop();
});

/** CPU time of the services and the servers in one window of checkouts, in milliseconds. */
async function cpuOfWindow({ shop, market }: BenchShop): Promise<number> {
  const before = total(cpuTimes(shop.processes()));
  const shopping = market.buyers.map(async (buyer, index) => {
    for (let done = 0; done < CHECKOUTS_EACH; done++) await checkOut(shop, buyer, productFor(market, index));
  });
  await Promise.all(shopping);
  await sleep(DRAIN_MS);
  return total(cpuTimes(shop.processes())) - before;
}

describe('the CPU time of a checkout', () => {
  it('does not grow with the number of stored orders', async () => {
    const [few, many] = shops as [BenchShop, BenchShop];
    // The first window warms up code and caches.
    for (const one of shops) await cpuOfWindow(one);
    const cpu = { few: 0, many: 0 };
    // Alternates the order, so that other load on the machine affects both shops alike.
    for (let window = 0; window < WINDOWS; window++) {
      const inTurn = window % 2 === 0 ? (['few', 'many'] as const) : (['many', 'few'] as const);
      for (const size of inTurn) cpu[size] += await cpuOfWindow(size === 'few' ? few : many);
    }
    const perCheckout = (size: keyof typeof cpu) => cpu[size] / (WINDOWS * BUYERS * CHECKOUTS_EACH);
    console.log(
      `CPU time per checkout: ${perCheckout('few')} ms at ${GROWTH.few} orders, ${perCheckout('many')} ms at ${GROWTH.many}`,
    );
    expect(cpu.many / cpu.few).toBeLessThanOrEqual(GROWTH.ratio);
  });
});
