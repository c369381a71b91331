import { listener, MAX_DELIVERIES, Parked } from '@ecommerce/shared';
import { eventually, newId, TestBackend } from '@ecommerce/shared/testing';
import mongoose from 'mongoose';
import { Shell } from './shell.ts';

let cause: Error | undefined;
const handled: { id: string; eventId: string }[] = [];
const orderCancelled = listener('order:cancelled', async ({ id, meta }) => {
  if (cause) throw cause;
  handled.push({ id, eventId: meta.eventId });
});

let backend: TestBackend;
let shell: Shell;
const databases = ['products', 'cart', 'payments'].map((name) => ({ name, of: `test_${newId()}_${name}` }));
beforeAll(async () => {
  backend = await TestBackend.start({
    service: 'orders',
    listeners: [orderCancelled],
    watch: ['order:cancelled', 'payment:declined'],
  });
  const urlOf = (database: string) => {
    const url = new URL(String(process.env.MONGO_URL));
    url.pathname = `/${database}`;
    return url.href;
  };
  shell = new Shell({
    CHANNEL_PREFIX: backend.config.CHANNEL_PREFIX,
    MONGO_URL_ORDERS: urlOf(mongoose.connection.name),
    ...Object.fromEntries(databases.map(({ name, of }) => [`MONGO_URL_${name.toUpperCase()}`, urlOf(of)])),
  });
});
afterAll(async () => {
  for (const { of } of databases) await mongoose.connection.useDb(of).dropDatabase();
  await backend.stop();
});
beforeEach(() => {
  cause = undefined;
});

const listed = async (...args: string[]) => {
  const { code, out } = await shell.run('parked', ...args);
  expect(code).toBe(0);
  return out.map((line) => JSON.parse(line));
};

/** An event that orders parks because of `cause`. */
async function parkedEvent() {
  cause = new Error('the shelf is locked');
  const [id, eventId] = [newId(), newId()];
  await backend.publish('order:cancelled', { id, version: 1 }, { eventId });
  const { _id } = await eventually(() =>
    Parked.findOne({ text: new RegExp(id) })
      .orFail()
      .lean(),
  );
  return { id, eventId, parkedAs: `orders/${_id}` };
}

/** The message as another service would have parked it as well. */
async function alsoParkedBy(service: string, parkedAs: string) {
  const [, _id = ''] = parkedAs.split('/');
  const database = databases.find(({ name }) => name === service)?.of ?? '';
  const message = await Parked.findById(_id).orFail().lean();
  await mongoose.connection.useDb(database).collection<{ _id: string }>('parked').insertOne(message);
}

/** Each time that an event came by, replayed ones too. */
const seenOf = (eventId: string) =>
  backend.seen
    .map(({ data }) => data)
    .filter(({ meta }) => (meta as { eventId: string }).eventId === eventId);

test('when a service could not take a message, then it is listed with where, why and when', async () => {
  const { id, parkedAs } = await parkedEvent();
  const message = (await listed()).find((one) => one.id === parkedAs);
  expect(message).toEqual({
    id: parkedAs,
    service: 'orders',
    subject: 'order:cancelled',
    deliveries: MAX_DELIVERIES,
    parkedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    error: 'Error: the shelf is locked',
    text: expect.stringContaining(id),
  });
  expect(await listed('--service', 'cart')).toEqual([]);
});

test('when the cause is gone and the message is replayed, then the service takes the same event', async () => {
  const { id, eventId, parkedAs } = await parkedEvent();
  cause = undefined;
  expect(await shell.run('replay', parkedAs)).toEqual({ code: 0, out: [parkedAs], err: '1 of 1 replayed' });
  await eventually(() => handled.some((one) => one.id === id));
  expect(handled.filter((one) => one.id === id)).toEqual([{ id, eventId }]);
  expect((await listed()).map((one) => one.id)).not.toContain(parkedAs);
});

test('when a message is replayed, then its text is the same to the letter', async () => {
  const { eventId, parkedAs } = await parkedEvent();
  cause = undefined;
  await shell.run('replay', parkedAs);
  await eventually(() => seenOf(eventId).length > 1);
  const [first, second] = seenOf(eventId);
  expect(JSON.stringify(second)).toBe(JSON.stringify(first));
});

test('when the cause is still there, then a replayed message is parked again and not lost', async () => {
  const { id, parkedAs } = await parkedEvent();
  await shell.run('replay', parkedAs);
  const again = await eventually(async () => {
    const messages = (await listed()).filter((one) => one.text.includes(id));
    return messages.length === 1 && messages;
  });
  expect(again).toMatchObject([{ error: 'Error: the shelf is locked' }]);
  expect(again).not.toMatchObject([{ id: parkedAs }]);
});

test('when two services parked one message, then replaying all sends it once and clears both', async () => {
  const { id, eventId, parkedAs } = await parkedEvent();
  await alsoParkedBy('payments', parkedAs);
  cause = undefined;
  const before = seenOf(eventId).length;
  const { code, out } = await shell.run('replay', '--all');
  expect(code).toBe(0);
  expect(out).toEqual(expect.arrayContaining([parkedAs, parkedAs.replace('orders', 'payments')]));
  await eventually(() => handled.some((one) => one.id === id));
  expect(await listed()).toEqual([]);
  await backend.publish('order:cancelled', { id: newId(), version: 1 }, { eventId: `after-${eventId}` });
  await eventually(() => seenOf(`after-${eventId}`).length === 1);
  expect(seenOf(eventId).length - before).toBe(1);
});

test('when only one service is to be replayed, then what others parked stays', async () => {
  const { parkedAs } = await parkedEvent();
  await alsoParkedBy('products', parkedAs);
  cause = undefined;
  expect((await shell.run('replay', '--all', '--service', 'orders')).out).toContain(parkedAs);
  expect((await listed()).map((one) => one.id)).toEqual([parkedAs.replace('orders', 'products')]);
  expect((await shell.run('replay', '--all')).code).toBe(0);
});

test('when an id is unknown, then nothing is replayed, not even the others', async () => {
  const { parkedAs } = await parkedEvent();
  const { code, out, err } = await shell.run('replay', parkedAs, 'orders/order:cancelled#99999');
  expect({ code, out }).toEqual({ code: 1, out: [] });
  expect(err).toContain('Nothing is parked as orders/order:cancelled#99999');
  expect((await listed()).map((one) => one.id)).toContain(parkedAs);
});

test('when a message does not fit its contract, then it stays, and the others are replayed', async () => {
  const { id, parkedAs } = await parkedEvent();
  await backend.bus.publish('order:cancelled', '{"id":1}');
  const malformed = await eventually(() => Parked.findOne({ text: '{"id":1}' }).orFail().lean());
  cause = undefined;
  const { code, out, err } = await shell.run('replay', '--all');
  expect({ code, out: out.includes(parkedAs) }).toEqual({ code: 1, out: true });
  expect(err).toContain(`orders/${malformed._id}: `);
  await eventually(() => handled.some((one) => one.id === id));
  expect((await listed()).map((one) => one.id)).toEqual([`orders/${malformed._id}`]);
});

test('when the server does not ack, then the message stays parked', async () => {
  const { parkedAs } = await parkedEvent();
  const cut = new Shell({ ...shell.env, NATS_URL: 'nats://127.0.0.1:9' });
  expect(await cut.run('replay', parkedAs)).toMatchObject({ code: 1, out: [] });
  expect((await listed()).map((one) => one.id)).toContain(parkedAs);
});
