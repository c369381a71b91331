import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, must, type Person, signUpMany } from '@ecommerce/test-kit';
import type { ServiceName } from '../../../tools/services/services.mjs';
import { counterIn, fetchMetrics } from '../../checkout/metrics.ts';
import { ClientHistory } from '../checker/client-history.ts';
import { lastSequences } from '../checker/nats-channels.ts';
import { checkAtQuiescence } from '../checker/quiescence.ts';
import { productSubjects } from '../checker/stored-events.ts';
import { log } from '../log.ts';
import { nodeOf, withoutNode } from './cluster.ts';
import { useCluster } from './harness.ts';

const CHANGES = 1000;
const SELLERS = 10;
/** Products per seller; all other changes are edits. Few, because FerretDB reads all documents at each write. */
const PRODUCTS = 2;
const OUTAGE_SECONDS = Number(process.env.OUTAGE_SECONDS || 60);
/** Limit for applying all changes after NATS is available again. */
const RECOVERY_SECONDS = Number(process.env.RECOVERY || 15);

const { cluster } = useCluster();

/** Kills NATS halfway through the outage, so that it restarts with the state on its disk. */
const withoutNats = <T>(work: () => Promise<T>): Promise<T> =>
  withoutNode(cluster(), 'nats', async () => {
    const killed = sleep(OUTAGE_SECONDS * 500).then(() => nodeOf(cluster(), 'nats').kill());
    const [result] = await Promise.all([work(), killed, sleep(OUTAGE_SECONDS * 1000)]);
    await eventually(async () => (await fetch(`${cluster().monitorUrl}/streaming/serverz`)).ok);
    return result;
  });

/** Makes changes at an even rate. Each must succeed despite the outage. */
async function makeChanges(seller: Person, name: string, seconds: number): Promise<string[]> {
  const begin = Date.now();
  const count = CHANGES / SELLERS;
  const ids: string[] = [];
  for (let n = 0; n < count; n++) {
    const product = { title: `Offer ${n} of ${name}`, price: 1 + n, quantity: 1 + (n % 7) };
    const id = ids[n % PRODUCTS];
    if (id)
      await must(200, seller.api.PUT('/api/products/{id}', { params: { path: { id } }, body: product }));
    else ids.push((await must(201, seller.api.POST('/api/products', { body: product }))).id);
    await sleep(Math.max(0, begin + (n * seconds * 1000) / count - Date.now()));
  }
  return ids;
}

async function versionsIn(service: ServiceName, collection: string): Promise<Map<string, number>> {
  const all = cluster().database(service).collection(collection);
  const documents = await all.find({}, { projection: { version: 1 } }).toArray();
  return new Map(documents.map(({ _id, version }) => [String(_id), version]));
}

/** Number of versions by which the replicas in cart and orders lag behind, summed over all products. */
async function lagBehind(source: Map<string, number>): Promise<number> {
  const replicas = [
    await versionsIn('cart', 'productreplicas'),
    await versionsIn('orders', 'productreplicas'),
  ];
  return replicas
    .flatMap((replica) => [...source].map(([id, version]) => version - (replica.get(id) ?? -1)))
    .reduce((sum, versions) => sum + versions, 0);
}

/** Number of product events that the instances of a service have handled. */
async function handledBy(service: ServiceName): Promise<number> {
  const instances = cluster().nodes.filter(({ group }) => group === service);
  const metrics = await Promise.all(instances.map(({ url }) => fetchMetrics(url)));
  return counterIn(metrics.join('\n'), 'events_handled_total{subject="product:.*outcome="applied"}');
}

async function published(): Promise<number> {
  const last = await lastSequences(cluster());
  return productSubjects.reduce((sum, subject) => sum + (last.get(subject) ?? 0), 0);
}

test(
  `applies ${CHANGES} changes of ${OUTAGE_SECONDS} s without NATS once, within ${RECOVERY_SECONDS} s`,
  async () => {
    const sellers = await signUpMany(cluster(), SELLERS);
    const { products, source, heldBack } = await withoutNats(async () => {
      const made = sellers.map((seller, n) => makeChanges(seller, `seller ${n}`, OUTAGE_SECONDS * 0.95));
      const products = (await Promise.all(made)).flat();
      const source = await versionsIn('products', 'products');
      return { products, source, heldBack: await lagBehind(source) };
    });
    const begin = Date.now();
    // Polls slowly, so as not to load FerretDB.
    while ((await lagBehind(source)) > 0 && Date.now() < begin + RECOVERY_SECONDS * 8000) await sleep(250);
    const seconds = (Date.now() - begin) / 1000;

    const history = Object.assign(new ClientHistory(), { products });
    const { violations, snapshot } = await checkAtQuiescence(cluster(), history);
    const [cart, orders, sent] = [await handledBy('cart'), await handledBy('orders'), await published()];
    log(
      `${heldBack / 2} of ${CHANGES} changes waited for NATS; both consumers had applied all ` +
        `${seconds.toFixed(1)} s after it was available. Published twice: ${sent - CHANGES}. ` +
        `Redelivered: ${cart - CHANGES} to cart, ${orders - CHANGES} to orders.`,
    );
    expect(violations).toEqual([]);
    expect(heldBack).toBe(2 * CHANGES);
    expect(snapshot.versions).toHaveLength(CHANGES);
    expect(seconds).toBeLessThan(RECOVERY_SECONDS);
  },
  (OUTAGE_SECONDS + RECOVERY_SECONDS * 8 + 400) * 1000,
);
