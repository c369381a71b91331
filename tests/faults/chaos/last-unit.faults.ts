import { eventually, Person } from '@ecommerce/test-kit';
import { moneyFor } from '../../ledger.mjs';
import { ClientHistory } from '../checker/client-history.ts';
import { checkAtQuiescence, QUIESCENCE_SECONDS } from '../checker/quiescence.ts';
import { log } from '../log.ts';
import { Buyer } from '../workload/buyer.ts';
import { Random } from '../workload/random.ts';
import { seed, useCluster } from './harness.ts';

const BUYERS = 50;
const PRICE_CENTS = 999;
/** Names of nodes, or of groups to kill all of their nodes. */
const victims = ['products-1', 'products-2', 'payments-1', 'payments-2', 'products', 'payments'];

const rounds = Array.from({ length: Number(process.env.ROUNDS || 20) }, (_, index) => {
  const random = new Random(`${seed} ${index + 1}`);
  return [index + 1, random.pick(victims), random.integer(0, BUYERS - 10)] as const;
});

const history = new ClientHistory();
const closing = new AbortController();
// Runs before the cluster stops.
afterAll(() => closing.abort());
const { cluster, keepOnFailure } = useCluster();
let seller: Person;
let buyers: Buyer[];

beforeAll(async () => {
  seller = await Person.signUp(cluster());
  const context = { shop: cluster(), history, closed: closing.signal };
  buyers = Array.from({ length: BUYERS }, (_, n) => new Buyer(context, `${seed} b${n}`));
  await Promise.all(buyers.map((buyer) => buyer.signUp()));
}, 400_000);

test.each(rounds)(
  `seed ${seed}, round %i: sells the last unit once (%s killed after %i of ${BUYERS} payments)`,
  keepOnFailure(async (round, victim, after) => {
    const product = await eventually(() => seller.sell(1, PRICE_CENTS / 100));
    const items = [{ productId: product.id, quantity: 1 }];
    const orders = await Promise.all(
      buyers.map(async (buyer) => ({ buyer, id: (await buyer.order({ items })) ?? '' })),
    );

    const begin = Date.now();
    let answers = 0;
    const payments = orders.map(async ({ id, buyer }) => {
      await buyer.pay(id);
      answers += 1;
    });
    await eventually(() => answers >= after, QUIESCENCE_SECONDS);
    const killedAfter = answers;
    const nodes = cluster().nodes.filter(({ name, group }) => name === victim || group === victim);
    await Promise.all(nodes.map((node) => node.kill()));
    await Promise.all(payments);
    const paidSeconds = (Date.now() - begin) / 1000;

    const { violations, snapshot } = await checkAtQuiescence(cluster(), history);
    const seconds = (Date.now() - begin) / 1000;
    log(
      `  round ${round}: ${victim} killed after ${killedAfter} responses, ` +
        `all responses after ${paidSeconds.toFixed(1)} s, quiescent after ${seconds.toFixed(1)} s`,
    );
    const status = new Map(snapshot.orders.map((order) => [order.id, order.status]));
    const outcomes = orders.map(({ id }) => {
      const { charges, kept } = moneyFor(snapshot.ledger, id);
      return `${status.get(id)}, ${charges.length} charge, ${kept} cents kept`;
    });
    expect(violations).toEqual([]);
    expect(outcomes.sort()).toEqual([
      ...Array(BUYERS - 1).fill('Cancelled, 1 charge, 0 cents kept'),
      `Complete, 1 charge, ${PRICE_CENTS} cents kept`,
    ]);
    expect(snapshot.products.find(({ id }) => id === product.id)?.quantity).toBe(0);
  }),
  (2 * QUIESCENCE_SECONDS + 200) * 1000,
);
