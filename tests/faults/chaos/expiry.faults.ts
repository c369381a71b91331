import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, Person } from '@ecommerce/test-kit';
import { ClientHistory } from '../checker/client-history.ts';
import { checkAtQuiescence, QUIESCENCE_SECONDS } from '../checker/quiescence.ts';
import { log } from '../log.ts';
import { Buyer } from '../workload/buyer.ts';
import { Random } from '../workload/random.ts';
import { seed, useCluster } from './harness.ts';

const LIFETIME_SECONDS = 5;
const BUYERS = 20;
const FAULT_SECONDS = Number(process.env.FAULT_SECONDS || 90);
/** Payments arrive this long before and after the end of an order, in seconds. */
const SPREAD_SECONDS = 1.5;

const { cluster, keepOnFailure } = useCluster({ env: { ORDER_LIFETIME_SECONDS: String(LIFETIME_SECONDS) } });

/** Orders again and again, and pays about when the order expires, or not at all. */
async function shopUntil(end: number, buyer: Buyer, productId: string): Promise<void> {
  while (Date.now() < end) {
    const id = await buyer.order({ items: [{ productId, quantity: 1 }] });
    if (!id || buyer.random.chance(0.2)) continue;
    await sleep((LIFETIME_SECONDS + buyer.random.between(-SPREAD_SECONDS, SPREAD_SECONDS)) * 1000);
    await buyer.pay(id);
  }
}

/** Kills an instance of orders, payments or their servers every few seconds. */
async function killUntil(end: number, random: Random): Promise<number> {
  const groups = ['orders', 'payments', 'nats', 'mongo-orders', 'mongo-payments'];
  for (let kills = 0; ; kills++) {
    await sleep(random.between(1, 5) * 1000);
    if (Date.now() > end) return kills;
    await random.pick(cluster().nodes.filter(({ group }) => groups.includes(group))).kill();
  }
}

test(
  `seed ${seed}: orders that are paid as they expire are completed or refunded, and the others expire`,
  keepOnFailure(async () => {
    const history = new ClientHistory();
    const seller = await Person.signUp(cluster());
    const product = await eventually(() => seller.sell(10_000));
    const context = { shop: cluster(), history, closed: new AbortController().signal };
    const buyers = Array.from({ length: BUYERS }, (_, n) => new Buyer(context, `${seed} b${n}`));
    await Promise.all(buyers.map((buyer) => buyer.signUp()));

    const end = Date.now() + FAULT_SECONDS * 1000;
    const [kills] = await Promise.all([
      killUntil(end, new Random(seed)),
      ...buyers.map((buyer) => shopUntil(end, buyer, product.id)),
    ]);
    const open = { status: { $in: ['Created', 'AwaitingPayment'] } };
    const orders = cluster().database('orders').collection('orders');
    await eventually(async () => (await orders.countDocuments(open)) === 0, QUIESCENCE_SECONDS);

    const { violations, snapshot } = await checkAtQuiescence(cluster(), history);
    const withStep = (type: string) =>
      snapshot.orders.filter((one) => one.history.some((step) => step.type === type));
    const counts = {
      orders: snapshot.orders.length,
      complete: snapshot.orders.filter(({ status }) => status === 'Complete').length,
      expired: withStep('expired').length,
      refunded: withStep('refunded').length,
    };
    log(`  seed ${seed}: ${kills} kills; ${JSON.stringify(counts)}; ${violations.length} violations`);
    expect(violations).toEqual([]);
    expect(counts.complete).toBeGreaterThan(0);
    expect(counts.expired).toBeGreaterThan(0);
  }),
  (FAULT_SECONDS + 2 * QUIESCENCE_SECONDS + 200) * 1000,
);
