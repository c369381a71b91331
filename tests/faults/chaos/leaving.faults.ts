import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@ecommerce/shared/testing';
import { jest } from '@jest/globals';
import { Person } from '../../checkout/person.ts';
import { type ServiceName, services } from '../../checkout/stack.ts';
import { checkAtQuiescence } from '../checker/quiescence.ts';
import { emptyHistory } from '../checker/snapshot.ts';
import { log } from '../log.ts';
import { startWorkload } from '../workload/workload.ts';
import { type EmbeddedCluster, startEmbedded } from './embedded.ts';
import { type Ending, KeepAliveConnection } from './keep-alive-connection.ts';

/** So few that none waits as long as a service may take to leave. */
const CALLERS = 4;
/** Promised to whoever stops a service. */
const LEAVE_SECONDS = 10;

const history = emptyHistory();
const closing = new AbortController();
/** The keeper says on the console how each process ended. */
const keeper = jest.spyOn(console, 'error').mockImplementation(() => {});
let cluster: EmbeddedCluster;
let person: Person;
let productId: string;
let people: ReturnType<typeof startWorkload>;
/** Tests that have not passed yet. */
let open = services.length + 1;

beforeAll(async () => {
  cluster = await startEmbedded({ settings: { LOG_LEVEL: 'debug' } });
  log(`\nLogs in ${cluster.dir}`);
  person = await Person.signUp(cluster);
  productId = (await person.sell(10_000)).id;
  people = startWorkload(cluster, history, randomUUID(), closing.signal);
  await eventually(() => history.users.length === people.people.length, 300);
}, 600_000);

afterAll(async () => {
  closing.abort();
  await cluster?.stop(open > 0);
}, 120_000);

/** What a service has work with, and so may be caught in the middle of. */
const work: Record<ServiceName, (to: KeepAliveConnection, caller: number) => Promise<Ending>> = {
  // One signs up and the others look: a hash each would take longer than there is to leave in.
  auth: (to, caller) =>
    caller > 0
      ? to.send('GET', '/api/users/currentuser')
      : to.send('POST', '/api/users/signup', {
          email: `${randomUUID()}@example.com`,
          password: 'a good password',
        }),
  products: (to) => to.send('GET', '/api/products?limit=50&sort=newest'),
  cart: (to) => to.send('PUT', `/api/cart/items/${productId}`, { quantity: 1 }),
  orders: (to) => to.send('POST', '/api/orders', { items: [{ productId, quantity: 1 }] }),
  payments: async (to) => {
    // The replica of orders that left last may not be back yet.
    const order = await eventually(() => person.order(productId));
    return to.send('POST', '/api/payments', { orderId: order.id, token: 'tok_visa' });
  },
};

/**
 * The kernel takes connections for who listens, and resets those that were not accepted when that ends. Whatever a
 * service has accepted, it has to answer.
 */
const neverAccepted = ({ kept, error = '' }: Ending) => !kept && /ECONNREFUSED|read ECONNRESET/.test(error);

test.each(services)(
  'when a replica of %s is told to stop while people use it, then it answers each request and is gone within 10 s',
  async (service) => {
    const part = cluster.nodes.find(({ group }) => group === service);
    if (!part) throw new Error(`there is no ${service}`);
    await eventually(async () => (await fetch(`${part.url}/readyz`)).ok);
    const endings: Ending[] = [];
    const gone = new AbortController();
    const calls = Array.from({ length: CALLERS }, async (_, caller) => {
      const connection = new KeepAliveConnection(part.url, person.cookie);
      for (let status = 1; status > 0 && !gone.signal.aborted; ) {
        const ending = await work[service](connection, caller);
        endings.push(ending);
        status = ending.status;
      }
      connection.close();
    });
    await eventually(() => endings.length > 5 * CALLERS);
    const before = endings.length;

    keeper.mockClear();
    const begin = Date.now();
    await part.stop();
    const how = await eventually(() => {
      const line = keeper.mock.calls.map(String).find((text) => text.startsWith(`${part.name} ended`));
      return line?.split('.')[0] ?? false;
    });
    const seconds = (Date.now() - begin) / 1000;
    gone.abort();
    await Promise.all(calls);

    const late = endings.slice(before);
    const asked = late.filter((ending) => ending.closing).length;
    const refused = late.filter(({ status }) => status === 0).length;
    log(
      `  ${part.name} left after ${seconds.toFixed(1)} s, ${late.length} requests meanwhile: ` +
        `${asked} were asked to connect anew, ${refused} refused`,
    );
    expect(endings.filter((ending) => ending.error && !neverAccepted(ending))).toEqual([]);
    expect(asked).toBeGreaterThan(0);
    expect(how).toBe(`${part.name} ended with exit code 0`);
    expect(seconds).toBeLessThan(LEAVE_SECONDS);
    open -= 1;
  },
  300_000,
);

test('when all is at rest again, then nothing was taken twice or lost', async () => {
  closing.abort();
  await people.gone;
  const { wrong } = await checkAtQuiescence(cluster, history);
  const times = await timesTaken();
  log(`  ${times.size} messages taken`);
  expect(wrong).toEqual([]);
  expect([...times].filter(([, count]) => count > 1)).toEqual([]);
  expect(times.size).toBeGreaterThan(100);
  open -= 1;
}, 600_000);

/** How often each service took each message, by what its replicas wrote in their logs. */
async function timesTaken(): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (const { name, group } of cluster.nodes.filter(({ group }) => services.some((one) => one === group)))
    for (const line of (await readFile(join(cluster.dir, 'logs', `${name}.log`), 'utf8')).split('\n')) {
      if (!line.includes('"took a message"')) continue;
      const { subject, sequence } = JSON.parse(line);
      const key = `${group} ${subject} ${sequence}`;
      times.set(key, (times.get(key) ?? 0) + 1);
    }
  return times;
}
