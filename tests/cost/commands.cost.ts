import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '@ecommerce/test-kit';
import { MongoClient, ObjectId } from 'mongodb';
import { countCheckouts } from '../../tools/bench/lib/scenarios/commands.mjs';
import { type Counted, sumOf } from '../../tools/bench/lib/wire/counting-proxy.mjs';
import { type BenchShop, startBenchShop } from './bench-shop.ts';
import { IDLE_COMMANDS_PER_SECOND, perCheckout, TOLERANCE } from './budget.ts';

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

describe('the database commands of a checkout', () => {
  it('are as many as the budget says', async () => {
    const { counts, publishes } = await countCheckouts(one.shop, one.market, one.counter, CHECKOUTS, waits);
    const ofTimers = new Set(idle.map(({ service, shape }) => `${service} ${shape}`));
    const caused = counts.filter(({ service, shape }) => !ofTimers.has(`${service} ${shape}`));
    const measured = {
      reads: sumOf(caused, 'read').commands / CHECKOUTS,
      // A command with several statements saves a round trip, but each of them is a write.
      writes: sumOf(caused, 'write').statements / CHECKOUTS,
      publishes: publishes / CHECKOUTS,
    };
    console.log(`a checkout: ${JSON.stringify(measured)}`);
    const within = Object.entries(perCheckout).every(
      ([name, budget]) => Math.abs(measured[name as keyof typeof measured] - budget) <= TOLERANCE,
    );
    expect(within ? perCheckout : { ...measured, commands: list(caused, CHECKOUTS) }).toEqual(perCheckout);
  });
});

describe('the database commands of an idle shop', () => {
  it('stay below the budget, heartbeats included', () => {
    const perSecond = idle.reduce((sum, { commands }) => sum + commands, 0) / IDLE_SECONDS;
    expect(perSecond <= IDLE_COMMANDS_PER_SECOND ? [] : [perSecond, ...list(idle, IDLE_SECONDS)]).toEqual([]);
  });
});
