import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@ecommerce/test-kit';
import { MongoClient, ObjectId } from 'mongodb';
import { countCheckouts } from '../../tools/bench/lib/scenarios/commands.mjs';
import { type Counted, sumOf } from '../../tools/bench/lib/wire/counting-proxy.mjs';
import { type BenchShop, startBenchShop } from './bench-shop.ts';
import { IDLE_COMMANDS_PER_SECOND, MAX_CLEANUP_WRITES, perCheckout, TOLERANCE } from './budget.ts';

const CHECKOUTS = 80;
/** Long enough for every timer with a period of up to half a minute to fire twice. */
const IDLE_SECONDS = 65;

let one: BenchShop;
let client: MongoClient;
/** Commands of the idle shop: the work of timers, which no checkout causes. */
let idle: Counted[];

beforeAll(async () => {
  one = await startBenchShop({ orders: 200, buyers: 1 });
  client = await MongoClient.connect(one.shop.databaseUrl());
  // Waits until the services have settled after the start.
  await sleep(5000);
  one.counter.reset();
  await sleep(IDLE_SECONDS * 1000);
  idle = one.counter.counts();
});
afterAll(async () => {
  await client?.close();
  await one?.stop();
});

/** Lists the number of commands of each shape per unit, shown if a budget is exceeded. */
const list = (counts: Counted[], units: number) =>
  counts.map(({ service, shape, commands }) => `${(commands / units).toFixed(2)} ${service} ${shape}`);

/** Polls the database on a connection that the counter does not see. */
const stored = (database: string, collection: string, filter: object) =>
  eventually(async () => (await client.db(database).collection(collection).findOne(filter)) !== null);

const waits = {
  // Lets payments receive the order's event first, also on a slow machine, as it does before a person can pay.
  beforePayment: (id: string) => stored('payments', 'orderpayments', { _id: new ObjectId(id) }),
  afterPayment: (id: string) => stored('orders', 'orders', { _id: new ObjectId(id), status: 'Complete' }),
};

const key = ({ service, shape }: Counted) => `${service} ${shape}`;
/** Subtracts what the timers of the idle shop send in that time; each may fire again. */
function withoutTimers(counts: Counted[], seconds: number): Counted[] {
  const firings = new Map(idle.map((count) => [key(count), (count.commands / IDLE_SECONDS) * seconds + 1]));
  return counts.map((count) => {
    const rest = Math.max(0, 1 - (firings.get(key(count)) ?? 0) / count.commands);
    return { ...count, commands: count.commands * rest, statements: count.statements * rest };
  });
}

const isCleanup = ({ shape }: Counted) => /<- \{(\$pop|\$unset|\$pop,\$unset)\}$/.test(shape);

test('a checkout keeps to its budget of database commands and messages', async () => {
  const begin = performance.now();
  const { counts, publishes } = await countCheckouts(one.shop, one.market, one.counter, CHECKOUTS, waits);
  const caused = withoutTimers(counts, (performance.now() - begin) / 1000);
  const work = caused.filter((count) => !isCleanup(count));
  // Counts statements, because a command with several saves round trips but not writes.
  const cleanup = sumOf(caused.filter(isCleanup), 'write').statements / CHECKOUTS;
  const measured = {
    reads: sumOf(work, 'read').commands / CHECKOUTS,
    writes: sumOf(work, 'write').statements / CHECKOUTS,
    publishes: publishes / CHECKOUTS,
  };
  console.log(`per checkout: ${JSON.stringify({ ...measured, cleanup })}`);
  const isWithin = (name: keyof typeof measured) => Math.abs(measured[name] - perCheckout[name]) <= TOLERANCE;
  const within =
    isWithin('reads') && isWithin('writes') && isWithin('publishes') && cleanup <= MAX_CLEANUP_WRITES;
  expect(within ? [] : list(caused, CHECKOUTS)).toEqual([]);
});

test('an idle shop keeps to its budget of database commands', () => {
  const perSecond = idle.reduce((sum, { commands }) => sum + commands, 0) / IDLE_SECONDS;
  console.log(`idle shop: ${perSecond.toFixed(2)} database commands per second`);
  expect(perSecond <= IDLE_COMMANDS_PER_SECOND ? [] : list(idle, IDLE_SECONDS)).toEqual([]);
});
