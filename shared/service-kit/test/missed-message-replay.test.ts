import { ApiError } from '@ecommerce/service-kit/http';
import {
  DEAD_LETTER_COLLECTION,
  type DeadLetter,
  type Listener,
  listener,
  NatsBus,
} from '@ecommerce/service-kit/messaging';
import { Metrics } from '@ecommerce/service-kit/observability';
import { Database } from '@ecommerce/service-kit/persistence';
import { EventProbe, eventually, newId, testBusConfig, testDatabaseUrl, testLog } from '@ecommerce/test-kit';
import { BrokerInstances } from '../src/messaging/broker-instance.ts';
import { DeadLetters } from '../src/messaging/dead-letters.ts';
import { MissedMessageReplay } from '../src/messaging/missed-message-replay.ts';
import { pipeline } from '../src/messaging/pipeline.ts';

/** How the listener fails, and the ids it has handled. */
const state = { failing: '', failures: 0, outages: 0, handled: [] as string[] };

const orderCancelled = listener('order:cancelled', async ({ id }) => {
  if (state.outages > 0) {
    state.outages--;
    throw new ApiError('unavailable');
  }
  if (id === state.failing && state.failures > 0) {
    state.failures--;
    throw new Error('an error of its own');
  }
  state.handled.push(id);
});

/** The bus has no subscription, so it misses published messages, like those dropped by the server. */
const config = testBusConfig();
const bus = new NatsBus('listener', config, testLog);
const probe = new EventProbe(config, []);
const database = new Database(testDatabaseUrl(), testLog);
const instances = new BrokerInstances(database);
const parts = { metrics: new Metrics(), deadLetters: new DeadLetters(database), log: testLog };
const storedInstances = database.connection.model('BrokerRun');
const deadLetters = () => database.connection.collection<DeadLetter>(DEAD_LETTER_COLLECTION);

const replays: MissedMessageReplay[] = [];
function startReplay(others: Listener[] = []) {
  const subscriptions = [...others, orderCancelled].map((one) => ({
    subject: one.subject,
    handle: pipeline(one, parts),
  }));
  const replay = new MissedMessageReplay(bus, instances, subscriptions, testLog);
  replays.push(replay);
  replay.start();
  return replay;
}

async function publishOne(): Promise<string> {
  const id = newId();
  await probe.publish('order:cancelled', { id, version: 1 });
  return id;
}

const isReplayed = () => eventually(() => storedInstances.exists({ run: bus.serverId }).orFail());

/** Stores that the service was last connected to an earlier broker instance. */
const storeEarlierInstance = (fields: object = {}) =>
  storedInstances.create({
    _id: 'nats-streaming',
    run: 'earlier',
    seenAt: new Date(),
    claimedUntil: 0,
    ...fields,
  });

beforeAll(async () => {
  bus.start();
  await Promise.all([database.connect(), probe.start(), eventually(() => bus.ready)]);
});
beforeEach(async () => {
  await storedInstances.deleteMany();
  state.handled = [];
});
afterEach(async () => {
  await Promise.all(replays.splice(0).map((replay) => replay.stop()));
});
afterAll(async () => {
  await database.connection.dropDatabase();
  await Promise.all([database.close(), bus.close(), probe.close()]);
});

describe('MissedMessageReplay', () => {
  it('replays nothing for the first broker instance ever', async () => {
    await publishOne();
    startReplay();
    await isReplayed();
    expect(state.handled).toEqual([]);
  });

  it('replays missed messages in order after a restart of the broker, once', async () => {
    const missed = [await publishOne(), await publishOne(), await publishOne()];
    await storeEarlierInstance();
    const first = startReplay();
    await isReplayed();
    expect(state.handled.filter((id) => missed.includes(id))).toEqual(missed);

    await first.stop();
    state.handled = [];
    await storedInstances.updateOne({}, { seenAt: new Date(0) });
    startReplay();
    await eventually(() => storedInstances.exists({ seenAt: { $gt: new Date(1) } }).orFail());
    expect(state.handled).toEqual([]);
  });

  it('delivers a message again after the database was unavailable', async () => {
    const missed = await publishOne();
    await storeEarlierInstance();
    state.outages = 1;
    startReplay();
    await isReplayed();
    expect(state.outages).toBe(0);
    expect(state.handled).toContain(missed);
  });

  it('moves a malformed message to the dead letters, and handles the others', async () => {
    await probe.publishText('order:cancelled', 'no json');
    const missed = await publishOne();
    await storeEarlierInstance();
    startReplay();
    await isReplayed();
    expect(state.handled).toContain(missed);
    expect(await deadLetters().find().toArray()).toMatchObject([
      { subject: 'order:cancelled', text: 'no json' },
    ]);
  });

  it('moves a message to the dead letters after as many failures as live ones', async () => {
    state.failing = await publishOne();
    state.failures = 4;
    await storeEarlierInstance();
    const first = startReplay();
    await isReplayed();
    expect(state.handled).toContain(state.failing);
    expect(await deadLetters().findOne({ text: new RegExp(state.failing) })).toBeNull();

    await first.stop();
    await storedInstances.deleteMany();
    state.handled = [];
    state.failures = 5;
    await storeEarlierInstance();
    startReplay();
    await isReplayed();
    expect(state.handled).not.toContain(state.failing);
    expect(await deadLetters().findOne({ text: new RegExp(state.failing) })).toMatchObject({ deliveries: 5 });
  });

  it('is done for the first broker instance ever, and after a replay', async () => {
    const first = startReplay();
    expect(first.isDone).toBe(false);
    await eventually(() => first.isDone);
    await first.stop();
    await storedInstances.deleteMany();
    await storeEarlierInstance();
    const second = startReplay();
    expect(second.isDone).toBe(false);
    await eventually(() => second.isDone);
  });

  it('leaves the replay to another instance that holds the lease', async () => {
    const claim = await storeEarlierInstance({ claimedUntil: new Date(Date.now() + 60_000) });
    const replay = startReplay();
    await replay.stop();
    expect(replay.isDone).toBe(false);
    expect(await storedInstances.findOne().lean()).toEqual(claim.toObject());
  });

  it('does not count deliveries while a dependency is unavailable', async () => {
    state.failing = await publishOne();
    Object.assign(state, { failures: 1, outages: 6 });
    await storeEarlierInstance();
    startReplay();
    await isReplayed();
    expect(state.handled).toContain(state.failing);
    expect(await deadLetters().findOne({ text: new RegExp(state.failing) })).toBeNull();
  });

  it('replays messages from shortly before a long outage of the broker', async () => {
    const missed = await publishOne();
    await storeEarlierInstance({ seenAt: new Date(Date.now() + 30 * 60_000) });
    startReplay();
    await isReplayed();
    expect(state.handled).toContain(missed);
  });

  it('continues with the next channel after an empty one', async () => {
    const nothing = listener('payment:declined', async () => {});
    const missed = await publishOne();
    await storeEarlierInstance();
    startReplay([nothing]);
    await isReplayed();
    expect(state.handled).toContain(missed);
  });

  it('replays nothing older than an hour before the broker stopped', async () => {
    await publishOne();
    await storeEarlierInstance({ seenAt: new Date(Date.now() + 2 * 3600_000) });
    startReplay();
    await isReplayed();
    expect(state.handled).toEqual([]);
  });
});
