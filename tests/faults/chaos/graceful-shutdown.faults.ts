import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, Person } from '@ecommerce/test-kit';
import { jest } from '@jest/globals';
import type { ServiceName } from '../../../tools/services/services.mjs';
import { checkAtQuiescence } from '../checker/quiescence.ts';
import { log } from '../log.ts';
import { Workload } from '../workload/workload.ts';
import { isService, nodeOf } from './cluster.ts';
import { useCluster } from './harness.ts';
import { keepAliveClient, type Outcome, type Send } from './keep-alive-client.ts';

/** Few enough that no request takes longer than a graceful shutdown may. */
const CALLERS = 4;
const SHUTDOWN_SECONDS = 10;

/** Captures the console, to which the supervisor reports each exit. */
const supervisor = jest.spyOn(console, 'error').mockImplementation(() => {});
let person: Person;
let productId: string;
let workload: Workload;

// Runs before the cluster stops.
afterAll(() => workload?.stop());
const { cluster, keepOnFailure } = useCluster({ env: { LOG_LEVEL: 'debug' } });

beforeAll(async () => {
  person = await Person.signUp(cluster());
  productId = (await person.sell(10_000)).id;
  workload = new Workload(cluster(), randomUUID());
  await eventually(() => workload.history.users.length === workload.clients.length, 300);
}, 400_000);

/** Requests that keep a service busy, so that some are in flight at SIGTERM. */
const requests: Partial<Record<ServiceName, (send: Send, caller: number) => Promise<Outcome>>> = {
  // Only one caller signs up, because hashing a password for each would take longer than a shutdown may.
  auth: (send, caller) =>
    caller > 0
      ? send('GET', '/api/users/currentuser')
      : send('POST', '/api/users/signup', { email: `${randomUUID()}@example.com`, password: 'good enough' }),
  products: (send) => send('GET', '/api/products?limit=50&sort=newest'),
  cart: (send) => send('PUT', `/api/cart/items/${productId}`, { quantity: 1 }),
  orders: (send) => send('POST', '/api/orders', { items: [{ productId, quantity: 1 }] }),
  payments: async (send) => {
    // The instance of orders that the previous test stopped may not be ready yet.
    const order = await eventually(() => person.order(productId));
    return send('POST', '/api/payments', { orderId: order.id, token: 'tok_visa' });
  },
};

/**
 * Whether the service never accepted the connection. The kernel completes connections for a listening process and resets
 * those not yet accepted when the process closes the port: the caller's `connect` or its first `read` fails. A service
 * must answer every request on an accepted connection.
 */
const neverAccepted = ({ reused, error = '' }: Outcome) => !reused && /ECONNREFUSED|ECONNRESET/.test(error);

test.each(Object.entries(requests))(
  'an instance of %s answers every request after SIGTERM and exits within 10 s',
  keepOnFailure(async (service, request) => {
    const node = nodeOf(cluster(), `${service}-1`);
    await eventually(async () => (await fetch(`${node.url}/readyz`)).ok);
    const outcomes: Outcome[] = [];
    const ended = new AbortController();
    const calls = Array.from({ length: CALLERS }, async (_, caller) => {
      // A sign-up would end the session that it replaces.
      const send = keepAliveClient(node.url, service === 'auth' ? '' : person.session.value);
      for (let status = 1; status > 0 && !ended.signal.aborted; ) {
        const outcome = await request(send, caller);
        outcomes.push(outcome);
        status = outcome.status;
      }
    });
    await eventually(() => outcomes.length > 5 * CALLERS);
    const before = outcomes.length;

    supervisor.mockClear();
    const begin = Date.now();
    await node.stop();
    const exit = await eventually(() => {
      const line = supervisor.mock.calls.map(String).find((text) => text.startsWith(`${node.name} ended`));
      return line?.split('.')[0] ?? false;
    });
    const seconds = (Date.now() - begin) / 1000;
    ended.abort();
    await Promise.all(calls);

    const late = outcomes.slice(before);
    const closed = late.filter((outcome) => outcome.closing).length;
    const refused = late.filter(({ status }) => status === 0).length;
    log(
      `  ${node.name} ended after ${seconds.toFixed(1)} s, ${late.length} requests meanwhile: ` +
        `${closed} with "Connection: close", ${refused} refused`,
    );
    expect(outcomes.filter((outcome) => outcome.error && !neverAccepted(outcome))).toEqual([]);
    expect(closed).toBeGreaterThan(0);
    expect(exit).toBe(`${node.name} ended with exit code 0`);
    expect(seconds).toBeLessThan(SHUTDOWN_SECONDS);
  }),
  300_000,
);

test(
  'all invariants hold after the restarts, and no event was handled twice',
  keepOnFailure(async () => {
    await workload.stop();
    const { violations } = await checkAtQuiescence(cluster(), workload.history);
    const counts = await handledCounts();
    log(`  ${counts.size} events handled`);
    expect(violations).toEqual([]);
    expect([...counts].filter(([, count]) => count > 1)).toEqual([]);
    expect(counts.size).toBeGreaterThan(100);
  }),
  600_000,
);

/** Counts how often each service handled each message, from the logs of its instances. */
async function handledCounts(): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  for (const { name, group } of cluster().nodes.filter((node) => isService(node.group)))
    for (const line of (await readFile(join(cluster().dir, 'logs', `${name}.log`), 'utf8')).split('\n')) {
      if (!line.includes('"event handled"')) continue;
      const { subject, sequence } = JSON.parse(line);
      const message = `${group} ${subject} ${sequence}`;
      counts.set(message, (counts.get(message) ?? 0) + 1);
    }
  return counts;
}
