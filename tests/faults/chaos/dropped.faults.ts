import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@ecommerce/shared/testing';
import { connect } from 'node-nats-streaming';
import { httpProbe } from '../../../tools/embedded/lib/probe.mjs';
import { Person } from '../../checkout/person.ts';
import { nothingTold } from '../snapshot.ts';
import { type EmbeddedWorld, startEmbedded } from './embedded.ts';
import { settled } from './rest.ts';
import { tell } from './tell.ts';

/** Who takes `payment:created`. */
const groups = ['cart', 'orders', 'products'];
const MEMBERS = 10;
const PAYMENTS = 40;

let world: EmbeddedWorld;
beforeAll(async () => {
  // Long enough for a file to be put in the place of another.
  world = await startEmbedded({ pauses: { initialMs: 3000, maxMs: 10_000 } });
}, 200_000);
afterAll(() => world.stop(false), 60_000);

/** A replica that takes messages of every group and hangs. */
async function hang(number: number): Promise<void> {
  const stan = connect('ecommerce', `hanging-${number}`, { url: world.natsUrl });
  // It is left alone when the server is killed.
  stan.on('error', () => {}).on('connection_lost', () => {});
  await new Promise((connected) => stan.on('connect', connected));
  const options = stan
    .subscriptionOptions()
    .setDeliverAllAvailable()
    .setManualAckMode(true)
    .setAckWait(60_000);
  const ready = groups.map((group) => {
    const subscription = stan.subscribe('payment:created', group, options.setDurableName(group));
    return new Promise((confirmed) => subscription.on('ready', confirmed));
  });
  await Promise.all(ready);
}

async function buyAndPay(): Promise<void> {
  const seller = await Person.signUp(world);
  const { id } = await seller.sell(PAYMENTS);
  const buy = async () => {
    const buyer = await eventually(() => Person.signUp(world));
    const order = await eventually(() => buyer.order(id, 1));
    await eventually(async () => (await buyer.pay(order.id)).status === 201);
  };
  await Promise.all(Array.from({ length: PAYMENTS }, buy));
}

/**
 * Leaves the server's files as they are when it is killed after it has written that clients are gone, and before it has
 * written who gets what they held. That takes it milliseconds, too few to be met by chance.
 */
async function killAmidst(leave: () => Promise<void>): Promise<void> {
  const file = join(world.dir, 'nats', 'clients.dat');
  const isUp = httpProbe(`${world.monitorUrl}/streaming/serverz`);
  const withoutThem = await readFile(file);
  await leave();
  await world.parts.find(({ name }) => name === 'nats')?.kill();
  await eventually(async () => !(await isUp()));
  await writeFile(file, withoutThem);
  await eventually(isUp);
}

/** How many subscriptions the server has found without a client at its starts. */
const ghosts = async (): Promise<number> =>
  (await readFile(join(world.dir, 'logs', 'nats.log'), 'utf8')).split('ghost durable').length - 1;

test('when NATS Streaming drops messages at its start, as it does when it was killed while it let clients go, then they are applied all the same', async () => {
  await killAmidst(async () => {
    await Promise.all(Array.from({ length: MEMBERS }, (_, number) => hang(number)));
    await buyAndPay();
  });
  const begin = Date.now();
  // It answers before it has read its files.
  await eventually(async () => expect(await ghosts()).toBe(MEMBERS * groups.length));
  const { wrong, snapshot } = await settled(world, nothingTold());
  const complete = snapshot.orders.filter(({ status }) => status === 'Complete').length;
  tell(
    `${MEMBERS} members of each group were dropped with what they held; all ${complete} orders complete ` +
      `${((Date.now() - begin) / 1000).toFixed(0)} s after the server was back`,
  );
  expect(wrong).toEqual([]);
  expect(complete).toBe(PAYMENTS);
}, 600_000);
