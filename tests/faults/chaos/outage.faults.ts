import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@ecommerce/shared/testing';
import { Person } from '../../checkout/person.ts';
import type { ServiceName } from '../../checkout/stack.ts';
import { checkAtQuiescence } from '../checker/quiescence.ts';
import { emptyHistory } from '../checker/snapshot.ts';
import { log } from '../log.ts';
import type { Cluster } from './cluster.ts';
import { startEmbedded } from './embedded.ts';

const CHANGES = 1000;
const SELLERS = 10;
/** Of each seller, the other changes are edits of these. Few, as the stand-in for MongoDB reads all documents at each write. */
const PRODUCTS = 2;
const OUTAGE_SECONDS = Number(process.env.OUTAGE_SECONDS || 60);
/** Within this all is applied again once NATS is back. */
const RECOVERY_SECONDS = Number(process.env.RECOVERY || 15);

let cluster: Cluster;
beforeAll(async () => {
  cluster = await startEmbedded();
}, 200_000);
afterAll(() => cluster.stop(false), 60_000);

/** Cuts NATS off from everybody, and kills it half-way, so that it comes back with nothing but what is on its disk. */
async function withoutNats<T>(seconds: number, work: () => Promise<T>): Promise<T> {
  const links = cluster.links.filter(({ name }) => name.endsWith(' to nats'));
  for (const link of links) link.cut();
  const killed = sleep(seconds * 500).then(() => cluster.nodes.find(({ name }) => name === 'nats')?.kill());
  const [result] = await Promise.all([work(), killed, sleep(seconds * 1000)]);
  await eventually(async () => (await fetch(`${cluster.monitorUrl}/streaming/serverz`)).ok);
  for (const link of links) link.heal();
  return result;
}

/** One change after the other, evenly over the time; every one has to be answered as if nothing was wrong. */
async function change(seller: Person, name: string, seconds: number): Promise<string[]> {
  const begin = Date.now();
  const count = CHANGES / SELLERS;
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const form = { title: `Offer ${n} of ${name}`, price: 1 + n, quantity: 1 + (n % 7) };
    if (n < PRODUCTS) ids.push((await seller.must(201, 'POST', '/api/products', form)).id);
    else await seller.must(200, 'PUT', `/api/products/${ids[n % PRODUCTS]}`, form);
    await sleep(Math.max(0, begin + (n * seconds * 1000) / count - Date.now()));
  }
  return ids;
}

type Versions = Map<string, number>;

async function versionsIn(service: ServiceName, collection: string): Promise<Versions> {
  const all = cluster
    .database(service)
    .collection(collection)
    .find({}, { projection: { version: 1 } });
  return new Map((await all.toArray()).map(({ _id, version }) => [String(_id), version]));
}

/** How many versions the replicas of cart and orders are behind, all products together. */
async function behind(source: Versions): Promise<number> {
  const replicas = await Promise.all([
    versionsIn('cart', 'productreplicas'),
    versionsIn('orders', 'productreplicas'),
  ]);
  return replicas
    .flatMap((replica) => [...source].map(([id, version]) => version - (replica.get(id) ?? -1)))
    .reduce((sum, versions) => sum + versions, 0);
}

/** How often the two replicas of a service have taken an event of a product. */
async function taken(service: 'cart' | 'orders'): Promise<number> {
  const texts = await Promise.all(
    [1, 2].map(async () => (await fetch(`${cluster.next(service).url}/metrics`)).text()),
  );
  const counts = texts
    .join('\n')
    .matchAll(/^events_handled_total{subject="product:.*outcome="applied"} (\d+)/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

async function published(): Promise<number> {
  const last = await Promise.all(
    ['product:created', 'product:updated'].map(async (channel) => {
      const response = await fetch(`${cluster.monitorUrl}/streaming/channelsz?channel=${channel}`);
      return ((await response.json()) as { last_seq: number }).last_seq;
    }),
  );
  return last.reduce((sum, count) => sum + count, 0);
}

test(
  `when NATS is away for ${OUTAGE_SECONDS} s, then ${CHANGES} changes are taken all the same, and each is applied once within ${RECOVERY_SECONDS} s of its return`,
  async () => {
    const sellers = await Promise.all(
      Array.from({ length: SELLERS }, () => eventually(() => Person.signUp(cluster))),
    );
    const changes = async () => {
      const made = sellers.map((seller, n) => change(seller, `seller ${n}`, OUTAGE_SECONDS * 0.95));
      const products = (await Promise.all(made)).flat();
      const source = await versionsIn('products', 'products');
      return { products, source, heldBack: await behind(source) };
    };
    const { products, source, heldBack } = await withoutNats(OUTAGE_SECONDS, changes);
    const begin = Date.now();
    // Not more often: the stand-in for MongoDB has enough to do.
    while ((await behind(source)) > 0 && Date.now() < begin + RECOVERY_SECONDS * 8000) await sleep(250);
    const seconds = (Date.now() - begin) / 1000;

    const { wrong, snapshot } = await checkAtQuiescence(cluster, { ...emptyHistory(), products });
    const [cart, orders, sent] = [await taken('cart'), await taken('orders'), await published()];
    log(
      `${heldBack / 2} of ${CHANGES} changes were held back until NATS was back; all were applied in both consumers ` +
        `${seconds.toFixed(1)} s later. Published twice: ${sent - CHANGES}. ` +
        `Delivered again: ${cart - CHANGES} to cart, ${orders - CHANGES} to orders.`,
    );
    expect(wrong).toEqual([]);
    expect(heldBack).toBe(2 * CHANGES);
    expect(snapshot.versions).toHaveLength(CHANGES);
    expect(seconds).toBeLessThan(RECOVERY_SECONDS);
  },
  (OUTAGE_SECONDS + RECOVERY_SECONDS * 8 + 400) * 1000,
);
