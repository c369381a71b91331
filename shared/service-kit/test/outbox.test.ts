import { insertAggregate, updateAggregate } from '@ecommerce/service-kit/persistence';
import { eventually, newId, TestService } from '@ecommerce/test-kit';
import mongoose from 'mongoose';
import { type Counter, counterEvents, counterService } from './counter.ts';

const start = () => TestService.start(counterService, { watch: ['order:cancelled'] });
let test: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  test = await start();
});
afterAll(() => test.stop());

const newCounter = () => insertAggregate(test.deps.counters, { count: 0 }, counterEvents);
const increment = (id: Counter['_id']) =>
  updateAggregate(test.deps.counters, id, ({ count }) => ({
    set: { count: count + 1 },
    events: counterEvents,
  }));

const published = (id: unknown) =>
  test.events.payloads('order:cancelled').filter((event) => event.id === String(id));
const versions = (id: unknown) => published(id).map(({ version }) => version);
const isOutboxEmpty = async (id: Counter['_id']) => (await test.deps.counters.find(id))?.outbox.length === 0;

/** An event that an instance should have published some time ago. */
const unpublishedEntry = (id: string, version: number) => ({
  eventId: newId(),
  subject: 'order:cancelled',
  data: { id, version },
  occurredAt: new Date(Date.now() - 5000).toISOString(),
  traceparent: '',
});

describe('the outbox', () => {
  it('publishes the events of 50 concurrent changes of one document once, in order', async () => {
    const { _id } = await newCounter();
    await Promise.all(Array.from({ length: 50 }, () => increment(_id)));
    expect(await test.deps.counters.find(_id)).toMatchObject({ count: 50, version: 50 });
    await eventually(() => versions(_id).length === 51);
    expect(versions(_id)).toEqual(Array.from({ length: 51 }, (_, version) => version));
  });

  it('is empty after its events are published', async () => {
    const { _id } = await newCounter();
    await eventually(() => versions(_id).length === 1);
    await eventually(() => isOutboxEmpty(_id));
  });

  it('is recovered after a process died before publishing', async () => {
    const entry = unpublishedEntry(newId(), 7);
    await test.collection('counters').insertOne({ count: 0, version: 7, outbox: [entry] });
    await test.recover();
    await eventually(() => versions(entry.data.id).length === 1);
    expect(published(entry.data.id)).toMatchObject([{ meta: { eventId: entry.eventId } }]);
  });

  it('is emptied in order, in batches, after an outage', async () => {
    const id = newId();
    const expectedVersions = Array.from({ length: 100 }, (_, version) => version);
    const _id = new mongoose.Types.ObjectId();
    const writes: string[] = [];
    // Excludes writes of earlier tests that may still be in progress.
    test.service.database.connection.set('debug', (_collection: string, method: string, query: object) => {
      if (method === 'updateOne' && '_id' in query && _id.equals(String(query._id))) writes.push(method);
    });
    const outbox = expectedVersions.map((version) => unpublishedEntry(id, version));
    await test.collection('counters').insertOne({ _id, count: 0, version: 99, outbox });
    await test.recover();
    await eventually(() => isOutboxEmpty(_id));
    await eventually(() => versions(id).length === expectedVersions.length);
    expect(versions(id)).toEqual(expectedVersions);
    // One, unless an acknowledgement of the broker was late.
    expect(writes.length).toBeLessThan(5);
  });
});
