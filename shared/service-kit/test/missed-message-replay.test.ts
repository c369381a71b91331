import { CatchUp, type Listener, listener, Parked, Unavailable } from '@ecommerce/shared';
import { eventually, newId, TestBackend, testLog } from '@ecommerce/shared/testing';
import { BrokerRun } from '../src/events/broker-run.ts';

let away = 0;
let failures = 0;
let failing = '';
const taken: string[] = [];
const orderCancelled = listener('order:cancelled', async ({ id }) => {
  if (id === failing && failures > 0) {
    failures--;
    throw new Error('a fault of its own');
  }
  if (away > 0) {
    away--;
    throw new Unavailable();
  }
  taken.push(id);
});

const catchUps: CatchUp[] = [];
/** Its service has no subscription, so what is published here is lost to it, as what a server drops. */
let backend: TestBackend;

const startCatchUp = (others: Listener[] = []) => {
  const catchUp = new CatchUp(backend.bus, [...others, orderCancelled], testLog);
  catchUps.push(catchUp);
  catchUp.start();
  return catchUp;
};

async function publishOne(): Promise<string> {
  const id = newId();
  await backend.publish('order:cancelled', { id, version: 1 });
  return id;
}

const isRead = () => eventually(() => BrokerRun.exists({ run: backend.bus.run }).orFail());

beforeAll(async () => {
  backend = await TestBackend.start({ service: 'consumer' });
});
beforeEach(async () => {
  await BrokerRun.deleteMany();
  taken.length = 0;
});
afterEach(async () => {
  await Promise.all(catchUps.splice(0).map((catchUp) => catchUp.stop()));
});
afterAll(() => backend.stop());

const earlier = (fields: object = {}) =>
  BrokerRun.create({ _id: 'nats-streaming', run: 'earlier', seenAt: new Date(), claimedUntil: 0, ...fields });

test('when a service meets the server for the first time, then it reads nothing twice', async () => {
  await publishOne();
  startCatchUp();
  await isRead();
  expect(taken).toEqual([]);
});

test('when the server was restarted, then what it dropped is taken, in order, and the same restart is not read again', async () => {
  const lost = [await publishOne(), await publishOne(), await publishOne()];
  await earlier();
  const first = startCatchUp();
  await isRead();
  expect(taken.filter((id) => lost.includes(id))).toEqual(lost);

  await first.stop();
  taken.length = 0;
  await BrokerRun.updateOne({}, { seenAt: new Date(0) });
  startCatchUp();
  await eventually(() => BrokerRun.exists({ seenAt: { $gt: new Date(1) } }).orFail());
  expect(taken).toEqual([]);
});

test('when the database is away while a message is read again, then the message is taken afterwards', async () => {
  const lost = await publishOne();
  await earlier();
  away = 1;
  startCatchUp();
  await isRead();
  expect(away).toBe(0);
  expect(taken).toContain(lost);
});

test('when a message that nobody can read is among them, then it is parked, and its neighbours are taken', async () => {
  await backend.bus.publish('order:cancelled', 'no json');
  const lost = await publishOne();
  await earlier();
  startCatchUp();
  await isRead();
  expect(taken).toContain(lost);
  expect(await Parked.find().lean()).toMatchObject([{ subject: 'order:cancelled', text: 'no json' }]);
});

test('when a message fails by its own fault as often as it may, then it is parked; once less, and it is taken', async () => {
  failing = await publishOne();
  failures = 4;
  await earlier();
  const first = startCatchUp();
  await isRead();
  expect(taken).toContain(failing);
  expect(await Parked.findOne({ text: new RegExp(failing) })).toBeNull();

  await first.stop();
  await BrokerRun.deleteMany();
  taken.length = 0;
  failures = 5;
  await earlier();
  startCatchUp();
  await isRead();
  expect(taken).not.toContain(failing);
  expect(await Parked.findOne({ text: new RegExp(failing) })).toMatchObject({ deliveries: 5 });
});

test('when another replica is at it, then it is left to that one', async () => {
  const claim = await earlier({ claimedUntil: new Date(Date.now() + 60_000) });
  await startCatchUp().stop();
  expect(await BrokerRun.findOne().lean()).toEqual(claim.toObject());
});

test('when the server was away for long, then what came shortly before is read all the same', async () => {
  const lost = await publishOne();
  await earlier({ seenAt: new Date(Date.now() + 30 * 60_000) });
  startCatchUp();
  await isRead();
  expect(taken).toContain(lost);
});

test('when a channel is empty, then the next one is read all the same', async () => {
  const nothing = listener('payment:declined', async () => {});
  const lost = await publishOne();
  await earlier();
  startCatchUp([nothing as Listener]);
  await isRead();
  expect(taken).toContain(lost);
});

test('when nothing came for an hour before the server went, then nothing is taken again', async () => {
  await publishOne();
  await earlier({ seenAt: new Date(Date.now() + 2 * 3600_000) });
  startCatchUp();
  await isRead();
  expect(taken).toEqual([]);
});
