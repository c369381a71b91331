import { listener } from '@ecommerce/service-kit/messaging';
import { event, insertAggregate } from '@ecommerce/service-kit/persistence';
import { eventually, newId, TestService } from '@ecommerce/test-kit';
import request from 'supertest';
import { MAX_DELIVERIES } from '../src/messaging/middlewares.ts';
import { counterService } from './counter.ts';

const poison = newId();
const orderCancelled = listener('order:cancelled', async ({ id }) => {
  if (id === poison) throw new Error('cannot handle it');
});

const start = () =>
  TestService.start({
    ...counterService,
    setUp: (context) => ({ ...counterService.setUp(context), listeners: [orderCancelled] }),
  });
let test: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  test = await start();
});
afterAll(() => test.stop());

/** Reads one series from /metrics. @returns undefined if it is absent */
async function metric(series: string): Promise<number | undefined> {
  const { text } = await request(test.app).get('/metrics');
  const line = text.split('\n').find((one) => one.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length));
}

const store = (count: number) => {
  const id = newId();
  const events = Array.from({ length: count }, (_, version) => event('order:cancelled', { id, version }));
  return insertAggregate(test.deps.counters, { count }, () => events);
};

describe('/metrics', () => {
  it('measures the lag of an event from the write that caused it', async () => {
    const occurredAt = new Date(Date.now() - 40_000).toISOString();
    await test.deliver('order:cancelled', { id: newId(), version: 1 }, { occurredAt });
    const upTo = (seconds: number) =>
      metric(`event_lag_seconds_bucket{le="${seconds}",subject="order:cancelled"}`);
    await eventually(async () => (await metric('event_lag_seconds_count{subject="order:cancelled"}')) === 1);
    expect([await upTo(15), await upTo(300)]).toEqual([0, 1]);
  });

  it('counts the redeliveries of an event that keeps failing, and its dead letter', async () => {
    await test.events.publish('order:cancelled', { id: poison, version: 1 });
    const outcome = (name: string) =>
      metric(`events_handled_total{subject="order:cancelled",outcome="${name}"}`);
    await eventually(async () => (await outcome('parked')) === 1);
    expect(await outcome('failed')).toBe(MAX_DELIVERIES - 1);
    expect(await metric('event_redeliveries_total{subject="order:cancelled"}')).toBe(MAX_DELIVERIES - 1);
    expect(await metric('parked_messages')).toBe(1);
  });

  it('shows the number of events in the outbox and the age of the oldest', async () => {
    const depth = () => metric('outbox_events{collection="counters"}');
    const age = async () => (await metric('outbox_oldest_event_age_seconds{collection="counters"}')) ?? 0;
    await eventually(async () => (await depth()) === 0);
    expect(await age()).toBe(0);
    await test.service.messaging?.bus.close();
    await store(3);
    await store(2);
    await eventually(async () => (await depth()) === 5);
    expect(await metric('outbox_documents')).toBe(2);
    const before = await age();
    await eventually(async () => (await age()) > before + 1);
  });
});
