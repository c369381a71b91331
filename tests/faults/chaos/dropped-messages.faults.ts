import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually, Person, signUpMany } from '@ecommerce/test-kit';
import { connect } from 'node-nats-streaming';
import { httpProbe } from '../../../tools/embedded/lib/probe.mjs';
import { queueGroups } from '../checker/nats-channels.ts';
import { checkAtQuiescence } from '../checker/quiescence.ts';
import { log } from '../log.ts';
import { nodeOf } from './cluster.ts';
import { useCluster } from './harness.ts';

const MEMBERS = 10;
const PAYMENTS = 40;

// The delay is long enough to replace a file of the server before it restarts.
const { cluster } = useCluster({ pauses: { initialMs: 3000, maxMs: 10_000 } });

/** Joins every group as a client that receives messages and never acknowledges them. */
async function joinWithoutAcks(groups: string[], number: number): Promise<void> {
  const stan = connect('ecommerce', `hanging-${number}`, { url: cluster().natsUrl });
  // Ignores the errors of the kill, which happens while this client is connected.
  stan.on('error', () => {}).on('connection_lost', () => {});
  await once(stan, 'connect');
  const options = stan
    .subscriptionOptions()
    .setDeliverAllAvailable()
    .setManualAckMode(true)
    .setAckWait(60_000);
  const subscribe = (group: string) =>
    stan.subscribe('payment:created', group, options.setDurableName(group));
  await Promise.all(groups.map((group) => once(subscribe(group), 'ready')));
}

async function buyAndPay(): Promise<void> {
  const { id } = await (await Person.signUp(cluster())).sell(PAYMENTS);
  const buy = async (buyer: Person) => {
    const order = await eventually(() => buyer.order(id, 1));
    await eventually(async () => (await buyer.pay(order.id)).response.status === 201);
  };
  await Promise.all((await signUpMany(cluster(), PAYMENTS)).map(buy));
}

/**
 * Simulates a kill after the server has stored that clients are gone and before it has stored which clients get their
 * messages. That window lasts milliseconds, too short to hit by chance, so this restores an older file of clients.
 */
async function killAfterForgettingClients(connectAndPay: () => Promise<void>): Promise<void> {
  const file = join(cluster().dir, 'nats', 'clients.dat');
  const isUp = httpProbe(`${cluster().monitorUrl}/streaming/serverz`);
  const withoutClients = await readFile(file);
  await connectAndPay();
  await nodeOf(cluster(), 'nats').kill();
  await eventually(async () => !(await isUp()));
  await writeFile(file, withoutClients);
  await eventually(isUp);
}

/** Number of subscriptions without a client that the server reported at its starts. */
const ghostSubscriptions = async (): Promise<number> =>
  (await readFile(join(cluster().dir, 'logs', 'nats.log'), 'utf8')).split('ghost durable').length - 1;

test('messages that NATS Streaming drops at its start are still handled', async () => {
  const groups = await queueGroups(cluster(), 'payment:created');
  await killAfterForgettingClients(async () => {
    await Promise.all(Array.from({ length: MEMBERS }, (_, number) => joinWithoutAcks(groups, number)));
    await buyAndPay();
  });
  const begin = Date.now();
  // The server answers HTTP before it has read its files.
  await eventually(async () => expect(await ghostSubscriptions()).toBe(MEMBERS * groups.length));
  const { violations, snapshot } = await checkAtQuiescence(cluster());
  const complete = snapshot.orders.filter(({ status }) => status === 'Complete').length;
  log(
    `${MEMBERS} members of each group were dropped with their messages; ${complete} orders were complete ` +
      `${((Date.now() - begin) / 1000).toFixed(0)} s after the restart of the server`,
  );
  expect(violations).toEqual([]);
  expect(complete).toBe(PAYMENTS);
}, 600_000);
