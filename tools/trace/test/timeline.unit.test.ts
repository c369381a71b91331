import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { tempFolder } from '../../embedded/test/fixtures.ts';
import { fileLines } from '../sources.mjs';
import { format, timelineOf } from '../timeline.mjs';

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

const timelineIn = (...lines: (object | string)[]) =>
  timelineOf(ORDER, () => lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))));

describe('timelineOf', () => {
  it('sorts the steps of all logs by their start time', async () => {
    const timeline = await timelineIn(handled, failed, published, answered, accessLine);
    expect(timeline.map(({ at: ms, by, text }) => `${ms % 1000} ${by} ${text}`)).toEqual([
      '0 gateway POST /api/orders: 201 in 30 ms',
      '2 orders POST /api/orders: 201 in 28 ms',
      '20 orders wrote order:created',
      '22 payments event handler failed: order:created: no',
      '23 payments handled order:created, delivery 2: the order can be paid',
    ]);
  });

  it('puts a charge before its event of the same millisecond', async () => {
    const paid = { ...published, service: 'payments', subject: 'payment:created', occurredAt: at(30) };
    const charged = line('payments', 30, 'asked Stripe for a charge', { outcome: 'succeeded' });
    const timeline = await timelineIn(paid, charged, answered);
    expect(timeline.map(({ text }) => text)).toEqual([
      'POST /api/orders: 201 in 28 ms',
      'asked Stripe for a charge: outcome succeeded',
      'wrote payment:created',
    ]);
  });

  it('reads the lines of earlier versions', async () => {
    const { result: did, ...fields } = handled as typeof handled & typeof outcome;
    const old = [
      { ...fields, did, msg: 'took a message' },
      { ...published, msg: 'published a message' },
    ];
    expect(await timelineIn(...old)).toEqual(await timelineIn(handled, published));
  });

  it('includes everything that a request caused, but no other request', async () => {
    const stock = { ...published, service: 'products', orderId: undefined, subject: 'product:updated' };
    const timeline = await timelineIn(
      { ...handled, trace: paying },
      { ...stock, time: at(50), trace: paying, occurredAt: at(50) },
      { ...stock, time: at(50), trace: another, occurredAt: at(51) },
    );
    expect(timeline.map(({ by }) => by)).toEqual(['payments', 'products']);
    expect(format(timeline)).toMatch(/2 steps in 0\.0 s/);
    expect(format(timeline)).toContain(paying);
  });

  it('says how late an event was published', async () => {
    const timeline = await timelineIn({ ...published, time: at(12_345) });
    expect(timeline).toMatchObject([{ text: 'wrote order:created, published 12.3 s later' }]);
  });

  it('skips an incomplete line', async () => {
    const torn = JSON.stringify(answered).slice(0, -9);
    expect(await timelineIn(handled, torn, 'panic: not of ours')).toHaveLength(1);
  });

  it('is empty for an unknown order', async () => {
    expect(await timelineIn({ ...handled, orderId: 'f'.repeat(24) })).toEqual([]);
  });
});

describe('fileLines', () => {
  it('also reads the logs of the previous run', async () => {
    const dir = tempFolder();
    writeFileSync(join(dir, 'payments.previous.log'), 'before\n');
    writeFileSync(join(dir, 'payments.log'), 'now\n');
    writeFileSync(join(dir, 'access.log'), 'asked\n');
    writeFileSync(join(dir, 'mongodb.log'), 'of no interest\n');
    const lines: string[] = [];
    for await (const line of fileLines(dir)) lines.push(line);
    expect(lines.sort()).toEqual(['asked', 'before', 'now']);
  });
});
