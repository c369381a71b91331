import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Market, openMarket, storeOrders } from '../../tools/bench/lib/scenarios/market.mjs';
import { createShop } from '../../tools/bench/lib/shop/ecommerce.mjs';
import { CountingProxy } from '../../tools/bench/lib/wire/counting-proxy.mjs';

const dir = join(import.meta.dirname, '../..');

/** A shop as `npm start` runs it, with its own servers, stored orders and a counter of database commands. */
export interface BenchShop {
  shop: Awaited<ReturnType<typeof createShop>>;
  market: Market;
  counter: CountingProxy;
  stop(): Promise<void>;
}

export interface Size {
  orders: number;
  buyers: number;
}

/** Starts a shop that already stores orders. */
export async function startBenchShop({ orders, buyers }: Size): Promise<BenchShop> {
  const dataDir = await mkdtemp(join(tmpdir(), 'cost-'));
  const shop = await createShop({ dir, gateway: false });
  const counter = new CountingProxy(shop.serviceOf);
  const stop = async () => {
    await shop.stop();
    await shop.dispose();
    await counter.close();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    await shop.start({ dataDir });
    const market = await openMarket(shop, buyers, buyers);
    await storeOrders(shop, market, orders, 'copy');
    // Restarts the services, so they start with the stored orders, as those of a used shop do.
    await shop.stop();
    await shop.start({ dataDir, proxyDatabase: (port) => counter.listen(port) });
    return { shop, market, counter, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
