import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { linesOfFiles } from '../sources.mjs';
import { format, storyOf } from '../story.mjs';

const ORDER = '6925f0a1b2c3d4e5f6a7b8c9';
const [ordering, paying, another] = ['a', 'b', 'c'].map((digit) => digit.repeat(32));
const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();

const asked = {
  time: at(31),
  StartUTC: at(0),
  Duration: 30_400_000,
  RequestMethod: 'POST',
  RequestPath: '/api/orders',
  DownstreamStatus: 201,
  RetryAttempts: 0,
  'downstream_X-Request-Id': ordering,
};
const service = (name: string, ms: number, facts: object) => ({
  level: 'info',
  time: at(ms),
  service: name,
  trace: ordering,
  orderId: ORDER,
  ...facts,
});
const answered = service('orders', 30, {
  req: { method: 'POST', url: '/api/orders' },
  res: { status: 201 },
  responseTime: 28,
  msg: 'request completed',
});
const event = { subject: 'order:created', sequence: 1 };
const written = service('orders', 26, { ...event, occurredAt: at(20), msg: 'published a message' });
const failed = service('payments', 22, {
  ...event,
  deliveries: 1,
  err: { message: 'no' },
  msg: 'did not take it',
});
const taken = service('payments', 25, {
  ...event,
  deliveries: 2,
  ms: 2,
  did: 'the order can be paid',
  msg: 'took a message',
});

const storyIn = (...lines: (object | string)[]) =>
  storyOf(ORDER, () => lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))));

test('when the log of each part is read by itself, then the story is in the order in which all of it began', async () => {
  const story = await storyIn(taken, failed, written, answered, asked);
  expect(story.map(({ at: ms, by, did }) => `${ms % 1000} ${by} ${did}`)).toEqual([
    '0 gateway POST /api/orders: 201 in 30 ms',
    '2 orders POST /api/orders: 201 in 28 ms',
    '20 orders wrote order:created',
    '22 payments did not take it: order:created: no',
    '23 payments took order:created, delivery 2: the order can be paid',
  ]);
});

test('when a request changes an order, then all that it has led to is told, and nothing of other requests', async () => {
  const stock = service('products', 50, { ...event, orderId: undefined, subject: 'product:updated' });
  const story = await storyIn(
    { ...taken, trace: paying },
    { ...stock, trace: paying, occurredAt: at(50), msg: 'published a message' },
    { ...stock, trace: another, occurredAt: at(51), msg: 'published a message' },
  );
  expect(story.map(({ by }) => by)).toEqual(['payments', 'products']);
  expect(format(story)).toMatch(/2 steps in 0\.0 s/);
  expect(format(story)).toContain(paying);
});

test('when an event could not leave for a while, then that is said', async () => {
  const story = await storyIn({ ...written, time: at(12_345) });
  expect(story).toMatchObject([{ did: 'wrote order:created, published 12.3 s later' }]);
});

test('when a process was killed in the middle of a line, then the rest is told all the same', async () => {
  expect(await storyIn(taken, JSON.stringify(answered).slice(0, -9), 'panic: not of ours')).toHaveLength(1);
});

test('when nothing names the order, then there is no story', async () => {
  expect(await storyIn({ ...taken, orderId: 'f'.repeat(24) })).toEqual([]);
});

test('when npm start was started again, then the logs of the run before are read too', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'logs-'));
  await writeFile(join(dir, 'payments.previous.log'), 'before\n');
  await writeFile(join(dir, 'payments.log'), 'now\n');
  await writeFile(join(dir, 'access.log'), 'asked\n');
  await writeFile(join(dir, 'mongodb.log'), 'of no interest\n');
  const lines: string[] = [];
  for await (const line of linesOfFiles(dir)) lines.push(line);
  expect(lines.sort()).toEqual(['asked', 'before', 'now']);
  await rm(dir, { recursive: true });
});
