import {
  DEAD_LETTER_COLLECTION,
  type DeadLetter,
  type Listener,
  listener,
} from '@ecommerce/service-kit/messaging';
import { baseEnv, busEnv, defineService, sessionEnv } from '@ecommerce/service-kit/runtime';
import { eventually, newId, TestService, testBusEnv, testDatabaseUrl } from '@ecommerce/test-kit';
import { z } from 'zod';
import { databaseVariable } from '../src/config.ts';
import { consumers } from '../src/consumers.generated.ts';
import { type Run, Shell } from './shell.ts';

/** Deliveries after which a message becomes a dead letter. */
const MAX_DELIVERIES = 5;

let cause: Error | undefined;
const handled: { id: string; eventId: string }[] = [];
const orderCancelled = listener('order:cancelled', async ({ id, meta }) => {
  if (cause) throw cause;
  handled.push({ id, eventId: meta.eventId });
});
const ordersService = defineService({
  name: 'orders',
  env: z.object({ ...baseEnv, ...sessionEnv, ...busEnv }),
  routes: [],
  setUp: () => ({ deps: {}, listeners: [orderCancelled as Listener] }),
});

const urls = Object.fromEntries(consumers.map((name) => [databaseVariable(name), testDatabaseUrl()]));
const { CHANNEL_PREFIX } = testBusEnv();
const shell = new Shell({ CHANNEL_PREFIX, ...urls });
const env = { CHANNEL_PREFIX, MONGO_URL: String(urls.MONGO_URL_ORDERS) };
const start = () => TestService.start(ordersService, { env });
let orders: Awaited<ReturnType<typeof start>>;
let tail: ReturnType<Shell['begin']>;
beforeAll(async () => {
  orders = await start();
  tail = shell.begin(['tail', 'order:cancelled']);
  await eventually(() => tail.err.includes('listening'));
});
afterAll(async () => {
  await tail.end();
  for (const service of consumers) await databaseOf(service).dropDatabase();
  await orders.stop();
});
beforeEach(() => {
  cause = undefined;
});

function databaseOf(service: string) {
  const { pathname } = new URL(String(urls[databaseVariable(service)]));
  return orders.service.database.connection.useDb(pathname.slice(1));
}
const lettersOf = (service: string) => databaseOf(service).collection<DeadLetter>(DEAD_LETTER_COLLECTION);

const findLetter = async (filter: object) =>
  (await lettersOf('orders').findOne(filter)) ?? Promise.reject(new Error('no such dead letter'));

const linesOf = ({ code, out }: Run) => {
  expect(code).toBe(0);
  return out.map((line) => JSON.parse(line));
};
const list = async (...args: string[]) => linesOf(await shell.run('dlq', 'list', ...args));
const listedIds = async () => (await list()).map(({ id }) => id);
const replay = (...args: string[]) => shell.run('dlq', 'replay', ...args);

/** Publishes an event that orders fails to handle because of `cause`. Returns the id of its dead letter as `letter`. */
async function failedEvent() {
  cause = new Error('the shelf is locked');
  const [id, eventId] = [newId(), newId()];
  await orders.events.publish('order:cancelled', { id, version: 1 }, { eventId });
  const { _id } = await eventually(() => findLetter({ text: new RegExp(id) }));
  return { id, eventId, letter: `orders/${_id}` };
}

/** Copies a dead letter to the database of another service. @returns its id */
async function copyTo(service: 'products' | 'payments', letter: string): Promise<string> {
  const [, _id] = letter.split('/');
  await lettersOf(service).insertOne(await findLetter({ _id }));
  return `${service}/${_id}`;
}

/** All messages of an event so far, including replayed ones. */
const messagesOf = (eventId: string) =>
  tail.out.map((line) => JSON.parse(line).message).filter(({ meta }) => meta?.eventId === eventId);

test.each(['dlq list', 'parked'])('%s lists a failed message with service, error and time', async (verb) => {
  const { id, letter } = await failedEvent();
  const message = linesOf(await shell.run(...verb.split(' '))).find((one) => one.id === letter);
  expect(message).toEqual({
    id: letter,
    service: 'orders',
    subject: 'order:cancelled',
    deliveries: MAX_DELIVERIES,
    parkedAt: expect.stringMatching(/^\d{4}-.*Z$/),
    error: 'Error: the shelf is locked',
    text: expect.stringContaining(id),
  });
  expect(await list('--service', 'cart')).toEqual([]);
});

test.each(['dlq replay', 'replay'])('%s delivers the same event after the cause is fixed', async (verb) => {
  const { id, eventId, letter } = await failedEvent();
  cause = undefined;
  const run = await shell.run(...verb.split(' '), letter);
  expect(run).toEqual({ code: 0, out: [letter], err: '1 of 1 replayed' });
  await eventually(() => handled.some((one) => one.id === id));
  expect(handled.filter((one) => one.id === id)).toEqual([{ id, eventId }]);
  expect(await listedIds()).not.toContain(letter);
});

test('a replayed message is unchanged', async () => {
  const { eventId, letter } = await failedEvent();
  cause = undefined;
  await replay(letter);
  await eventually(() => messagesOf(eventId).length > 1);
  const [first, second] = messagesOf(eventId);
  expect(JSON.stringify(second)).toBe(JSON.stringify(first));
});

test('a replayed message that fails again becomes a dead letter again', async () => {
  const { id, letter } = await failedEvent();
  await replay(letter);
  const again = await eventually(async () => {
    const letters = (await list()).filter((one) => one.text.includes(id));
    return letters.length === 1 && letters;
  });
  expect(again).toMatchObject([{ error: 'Error: the shelf is locked' }]);
  expect(again).not.toMatchObject([{ id: letter }]);
});

test('replaying all publishes a message that failed in two services once', async () => {
  const { id, eventId, letter } = await failedEvent();
  const other = await copyTo('payments', letter);
  cause = undefined;
  const before = messagesOf(eventId).length;
  const { code, out } = await replay('--all');
  expect(code).toBe(0);
  expect(out).toEqual(expect.arrayContaining([letter, other]));
  await eventually(() => handled.some((one) => one.id === id));
  expect(await list()).toEqual([]);
  await orders.events.publish(
    'order:cancelled',
    { id: newId(), version: 1 },
    { eventId: `after-${eventId}` },
  );
  await eventually(() => messagesOf(`after-${eventId}`).length === 1);
  expect(messagesOf(eventId).length - before).toBe(1);
});

test('replaying one service keeps the dead letters of the others', async () => {
  const { letter } = await failedEvent();
  const other = await copyTo('products', letter);
  cause = undefined;
  expect((await replay('--all', '--service', 'orders')).out).toContain(letter);
  expect(await listedIds()).toEqual([other]);
  expect((await replay('--all')).code).toBe(0);
});

test('replaying an unknown id publishes nothing', async () => {
  const { letter } = await failedEvent();
  const { code, out, err } = await replay(letter, 'orders/order:cancelled#99999');
  expect({ code, out }).toEqual({ code: 1, out: [] });
  expect(err).toContain('There is no dead letter orders/order:cancelled#99999');
  expect(await listedIds()).toContain(letter);
});

test('replaying all skips messages that do not match their contract', async () => {
  const { id, letter } = await failedEvent();
  await orders.events.publishText('order:cancelled', '{"id":1}');
  const malformed = await eventually(() => findLetter({ text: '{"id":1}' }));
  cause = undefined;
  const { code, out, err } = await replay('--all');
  expect({ code, out: out.includes(letter) }).toEqual({ code: 1, out: true });
  expect(err).toContain(`orders/${malformed._id}: `);
  await eventually(() => handled.some((one) => one.id === id));
  expect(await listedIds()).toEqual([`orders/${malformed._id}`]);
});

test('a dead letter is kept until the broker has acknowledged its message', async () => {
  const { letter } = await failedEvent();
  const cut = new Shell({ ...shell.env, NATS_URL: 'nats://127.0.0.1:9' });
  expect(await cut.run('dlq', 'replay', letter)).toMatchObject({ code: 1, out: [] });
  expect(await listedIds()).toContain(letter);
});
