import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../../embedded/test/fixtures.ts';
import { fileLines } from '../sources.mjs';
import { format, storyOf } from '../story.mjs';

const ORDER = '6925f0a1b2c3d4e5f6a7b8c9';
const [ordering, paying, another] = ['a', 'b', 'c'].map((digit) => digit.repeat(32));
const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms).toISOString();

const accessLine = {
  time: at(31),
  StartUTC: at(0),
  Duration: 30_400_000,
  RequestMethod: 'POST',
  RequestPath: '/api/orders',
  DownstreamStatus: 201,
  RetryAttempts: 0,
  'downstream_X-Request-Id': ordering,
};
const line = (service: string, ms: number, msg: string, fields: object) => ({
  level: 'info',
  time: at(ms),
  service,
  trace: ordering,
  orderId: ORDER,
  msg,
  ...fields,
});
const req = { method: 'POST', url: '/api/orders' };
const answered = line('orders', 30, 'request completed', { req, res: { status: 201 }, responseTime: 28 });
const event = { subject: 'order:created', sequence: 1 };
const published = line('orders', 26, 'event published', { ...event, occurredAt: at(20) });
const failed = line('payments', 22, 'event handler failed', {
  ...event,
  deliveries: 1,
  err: { message: 'no' },
});
const outcome = { deliveries: 2, ms: 2, result: 'the order can be paid' };
const handled = line('payments', 25, 'event handled', { ...event, ...outcome });

const storyIn = (...lines: (object | string)[]) =>
  storyOf(ORDER, () => lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))));

test('when each log is read by itself, then the story is in the order in which all of it began', async () => {
  const story = await storyIn(handled, failed, published, answered, accessLine);
  expect(story.map(({ at: ms, by, text }) => `${ms % 1000} ${by} ${text}`)).toEqual([
    '0 gateway POST /api/orders: 201 in 30 ms',
    '2 orders POST /api/orders: 201 in 28 ms',
    '20 orders wrote order:created',
    '22 payments event handler failed: order:created: no',
    '23 payments handled order:created, delivery 2: the order can be paid',
  ]);
});

test('when a charge and its event are of one millisecond, then the charge comes first', async () => {
  const paid = { ...published, service: 'payments', subject: 'payment:created', occurredAt: at(30) };
  const charged = line('payments', 30, 'asked Stripe for a charge', { outcome: 'succeeded' });
  const story = await storyIn(paid, charged, answered);
  expect(story.map(({ text }) => text)).toEqual([
    'POST /api/orders: 201 in 28 ms',
    'asked Stripe for a charge: outcome succeeded',
    'wrote payment:created',
  ]);
});

test('when an earlier version wrote the lines, then the story is the same', async () => {
  const { result: did, ...fields } = handled as typeof handled & typeof outcome;
  const old = [
    { ...fields, did, msg: 'took a message' },
    { ...published, msg: 'published a message' },
  ];
  expect(await storyIn(...old)).toEqual(await storyIn(handled, published));
});

test('when a request changes an order, then the story has all that it led to, and no other request', async () => {
  const stock = { ...published, service: 'products', orderId: undefined, subject: 'product:updated' };
  const story = await storyIn(
    { ...handled, trace: paying },
    { ...stock, time: at(50), trace: paying, occurredAt: at(50) },
    { ...stock, time: at(50), trace: another, occurredAt: at(51) },
  );
  expect(story.map(({ by }) => by)).toEqual(['payments', 'products']);
  expect(format(story)).toMatch(/2 steps in 0\.0 s/);
  expect(format(story)).toContain(paying);
});

test('when an event was published late, then the step says how late', async () => {
  const story = await storyIn({ ...published, time: at(12_345) });
  expect(story).toMatchObject([{ text: 'wrote order:created, published 12.3 s later' }]);
});

test('when a process was killed in the middle of a line, then the others are shown all the same', async () => {
  const torn = JSON.stringify(answered).slice(0, -9);
  expect(await storyIn(handled, torn, 'panic: not of ours')).toHaveLength(1);
});

test('when nothing names the order, then there is no story', async () => {
  expect(await storyIn({ ...handled, orderId: 'f'.repeat(24) })).toEqual([]);
});

test('when npm start was started again, then the logs of the run before are read too', async () => {
  const dir = tempFolder();
  writeFileSync(join(dir, 'payments.previous.log'), 'before\n');
  writeFileSync(join(dir, 'payments.log'), 'now\n');
  writeFileSync(join(dir, 'access.log'), 'asked\n');
  writeFileSync(join(dir, 'mongodb.log'), 'of no interest\n');
  const lines: string[] = [];
  for await (const line of fileLines(dir)) lines.push(line);
  expect(lines.sort()).toEqual(['asked', 'before', 'now']);
});
