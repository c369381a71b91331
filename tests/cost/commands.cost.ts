import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@ecommerce/test-kit';
import { MongoClient, ObjectId } from 'mongodb';
import { countCheckouts } from '../../tools/bench/lib/scenarios/commands.mjs';
import { type Counted, sumOf } from '../../tools/bench/lib/wire/counting-proxy.mjs';
import { type BenchShop, startBenchShop } from './bench-shop.ts';
import { IDLE_COMMANDS_PER_SECOND, MAX_CLEARING, perCheckout, TOLERANCE } from './budget.ts';

const CHECKOUTS = 40;
/** Long enough to see every timer that is shorter than half of it twice. */
const IDLE_SECONDS = 65;

let one: BenchShop;
let client: MongoClient;
/** What an idle shop sends: the work of timers, which is no checkout's. */
let idle: Counted[];

beforeAll(async () => {
  one = await startBenchShop({ orders: 200, buyers: 1 });
  client = await MongoClient.connect(one.shop.databaseUrl());
  // What the start causes is over by then.
  await sleep(5000);
  one.counter.reset();
  await sleep(IDLE_SECONDS * 1000);
  idle = one.counter.counts();
});
afterAll(async () => {
  await client?.close();
  await one?.stop();
});

/** Each shape of command with its number for each unit, to be read where a budget is exceeded. */
const list = (counts: Counted[], units: number) =>
  counts.map(({ service, shape, commands }) => `${(commands / units).toFixed(2)} ${service} ${shape}`);

/** Waits without a command that would be counted. */
const stored = (database: string, collection: string, filter: object) =>
  eventually(async () => (await client.db(database).collection(collection).findOne(filter)) !== null);

const waits = {
  // On a slow machine too, payments knows the order from its event, as it does for a person.
  beforePayment: (id: string) => stored('payments', 'orderpayments', { _id: new ObjectId(id) }),
  afterPayment: (id: string) => stored('orders', 'orders', { _id: new ObjectId(id), status: 'Complete' }),
};

const key = ({ service, shape }: Counted) => `${service} ${shape}`;
const isClearing = ({ shape }: Counted) => /<- \{(\$pop|\$unset|\$pop,\$unset)\}$/.test(shape);

test('a checkout sends as many database commands and messages as the budget says', async () => {
  const { counts, publishes } = await countCheckouts(one.shop, one.market, one.counter, CHECKOUTS, waits);
  const ofTimers = new Set(idle.map(key));
  const caused = counts.filter((count) => !ofTimers.has(key(count)));
  const work = caused.filter((count) => !isClearing(count));
  // A command with several statements saves a round trip, but each of them is a write.
  const clearing = sumOf(caused.filter(isClearing), 'write').statements / CHECKOUTS;
  const measured = {
    reads: sumOf(work, 'read').commands / CHECKOUTS,
    writes: sumOf(work, 'write').statements / CHECKOUTS,
    publishes: publishes / CHECKOUTS,
  };
  console.log(`a checkout: ${JSON.stringify({ ...measured, clearing })}`);
  const isWithin = (name: keyof typeof measured) => Math.abs(measured[name] - perCheckout[name]) <= TOLERANCE;
  const within = isWithin('reads') && isWithin('writes') && isWithin('publishes') && clearing <= MAX_CLEARING;
  expect(within ? [] : list(caused, CHECKOUTS)).toEqual([]);
});

test('an idle shop keeps to its budget of database commands, heartbeats included', () => {
  const perSecond = idle.reduce((sum, { commands }) => sum + commands, 0) / IDLE_SECONDS;
  console.log(`an idle shop: ${perSecond.toFixed(2)} database commands a second`);
  expect(perSecond <= IDLE_COMMANDS_PER_SECOND ? [] : list(idle, IDLE_SECONDS)).toEqual([]);
});
