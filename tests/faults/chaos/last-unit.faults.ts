import { eventually } from '@ecommerce/shared/testing';
import { moneyFor } from '../../books.mjs';
import { Person } from '../../checkout/person.ts';
import { checkAtQuiescence, QUIESCENCE_SECONDS } from '../checker/quiescence.ts';
import { emptyHistory } from '../checker/snapshot.ts';
import { log } from '../log.ts';
import { Buyer } from '../workload/buyer.ts';
import { Random } from '../workload/random.ts';
import type { Cluster } from './cluster.ts';
import { startEmbedded } from './embedded.ts';

const BUYERS = 50;
const PRICE_CENTS = 999;
/** Parts by their own name, or all that have a group's. */
const victims = ['products-1', 'products-2', 'payments-1', 'payments-2', 'products', 'payments'];

const seed = process.env.SEED || String(Math.floor(Math.random() * 1e6));
const rounds = Array.from({ length: Number(process.env.ROUNDS || 20) }, (_, index) => {
  const random = new Random(`${seed} ${index + 1}`);
  return [index + 1, random.pick(victims), random.integer(0, BUYERS - 10)] as const;
});

const history = emptyHistory();
const closing = new AbortController();
let cluster: Cluster;
let seller: Person;
let buyers: Buyer[];
let failed = rounds.length;

beforeAll(async () => {
  cluster = await startEmbedded();
  log(`\nSeed ${seed}. Logs in ${cluster.dir}`);
  seller = await Person.signUp(cluster);
  buyers = Array.from(
    { length: BUYERS },
    (_, n) => new Buyer(cluster, history, `${seed} b${n}`, closing.signal, () => []),
  );
  await Promise.all(buyers.map((buyer) => buyer.come()));
}, 600_000);

afterAll(async () => {
  closing.abort();
  await cluster?.stop(failed > 0);
}, 120_000);

test.each(rounds)(
  `seed ${seed}, round %i: when ${BUYERS} people pay for the last unit while %s is killed after %i answers, then one gets it and all others get their money back`,
  async (round, victim, after) => {
    const product = await eventually(() => seller.sell(1, PRICE_CENTS / 100));
    const items = [{ productId: product.id, quantity: 1 }];
    const orders: { id: string; buyer: Buyer }[] = [];
    await Promise.all(
      buyers.map((buyer) => buyer.order({ items }, async (id) => void orders.push({ id, buyer }))),
    );

    const begin = Date.now();
    let answers = 0;
    const payments = orders.map(async ({ id, buyer }) => {
      await buyer.pay(id);
      answers += 1;
    });
    await eventually(() => answers >= after, QUIESCENCE_SECONDS);
    const killedAfter = answers;
    const nodes = cluster.nodes.filter(({ name, group }) => name === victim || group === victim);
    await Promise.all(nodes.map((part) => part.kill()));
    await Promise.all(payments);
    const paid = (Date.now() - begin) / 1000;

    const { wrong, snapshot } = await checkAtQuiescence(cluster, history);
    const seconds = (Date.now() - begin) / 1000;
    log(
      `  round ${round}: ${victim} killed after ${killedAfter} answers, ` +
        `all answered after ${paid.toFixed(1)} s, quiescent after ${seconds.toFixed(1)} s`,
    );
    const status = new Map(snapshot.orders.map((order) => [order.id, order.status]));
    const ends = orders.map(({ id }) => {
      const { charges, kept } = moneyFor(snapshot.books, id);
      return `${status.get(id)}, ${charges.length} charge, ${kept} cents kept`;
    });
    expect(wrong).toEqual([]);
    expect(ends.sort()).toEqual([
      ...Array(BUYERS - 1).fill('Cancelled, 1 charge, 0 cents kept'),
      `Complete, 1 charge, ${PRICE_CENTS} cents kept`,
    ]);
    expect(snapshot.products.find(({ id }) => id === product.id)?.quantity).toBe(0);
    failed -= 1;
  },
  (2 * QUIESCENCE_SECONDS + 200) * 1000,
);
