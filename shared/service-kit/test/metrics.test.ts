import { type Aggregate, aggregateFields, create, draft, listener, MAX_DELIVERIES } from '@ecommerce/shared';
import { eventually, newId, TestBackend, testConfig, testLog } from '@ecommerce/shared/testing';
import mongoose from 'mongoose';
import request from 'supertest';
import { createServiceApp } from '../src/http/app.ts';

const Counter = mongoose.model<Aggregate>(
  'Counter',
  new mongoose.Schema<Aggregate>(aggregateFields, { versionKey: false }),
);
const poison = newId();
const orderCancelled = listener('order:cancelled', async ({ id }) => {
  if (id === poison) throw new Error('cannot take it');
});
const app = createServiceApp({ config: testConfig, log: testLog }, []);

let backend: TestBackend;
beforeAll(async () => {
  backend = await TestBackend.start({
    service: 'measured',
    listeners: [orderCancelled],
    outboxes: [Counter],
  });
});
afterAll(() => backend.stop());

/** @returns what /metrics says of one series; undefined where it says nothing */
async function metric(series: string): Promise<number | undefined> {
  const { text } = await request(app).get('/metrics');
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length));
}

const store = (count: number) => {
  const id = newId();
  const events = Array.from({ length: count }, (_, version) => draft('order:cancelled', { id, version }));
  return create(Counter, {}, () => events);
};

test('when a message is taken, then its lag counts from the write that caused it', async () => {
  const occurredAt = new Date(Date.now() - 40_000).toISOString();
  await backend.deliver('order:cancelled', { id: newId(), version: 1 }, { occurredAt });
  const upTo = (seconds: number) =>
    metric(`event_lag_seconds_bucket{le="${seconds}",subject="order:cancelled"}`);
  await eventually(async () => (await metric('event_lag_seconds_count{subject="order:cancelled"}')) === 1);
  expect([await upTo(15), await upTo(300)]).toEqual([0, 1]);
});

test('when a message fails again and again, then its redeliveries are counted, and that it was parked', async () => {
  await backend.publish('order:cancelled', { id: poison, version: 1 });
  const outcome = (name: string) =>
    metric(`events_handled_total{subject="order:cancelled",outcome="${name}"}`);
  await eventually(async () => (await outcome('parked')) === 1);
  expect(await outcome('failed')).toBe(MAX_DELIVERIES - 1);
  expect(await metric('event_redeliveries_total{subject="order:cancelled"}')).toBe(MAX_DELIVERIES - 1);
});

test('when events can not be published, then the outbox says how many wait, and for how long', async () => {
  const depth = () => metric('outbox_events{collection="counters"}');
  const age = async () => (await metric('outbox_oldest_event_age_seconds{collection="counters"}')) ?? 0;
  await eventually(async () => (await depth()) === 0);
  expect(await age()).toBe(0);
  await backend.bus.close();
  await store(3);
  await store(2);
  await eventually(async () => (await depth()) === 5);
  const before = await age();
  await eventually(async () => (await age()) > before + 1);
});
