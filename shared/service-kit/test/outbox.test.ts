import {
  type Aggregate,
  aggregateFields,
  applyIfNewer,
  change,
  create,
  type Draft,
  draft,
  isDuplicateKey,
} from '@ecommerce/shared';
import { eventually, newId, TestBackend } from '@ecommerce/shared/testing';
import mongoose from 'mongoose';

interface Counter extends Aggregate {
  count: number;
}

const Counter = mongoose.model<Counter>(
  'Counter',
  new mongoose.Schema<Counter>({ ...aggregateFields, count: Number }, { versionKey: false }),
);
interface Copy {
  _id: string;
  version: number;
  count: number;
}
const Copy = mongoose.model<Copy>(
  'Copy',
  new mongoose.Schema<Copy>({ _id: String, version: Number, count: Number }, { versionKey: false }),
);

const told = (counter: Counter): Draft[] => [
  draft('order:cancelled', { id: String(counter._id), version: counter.version }),
];
const increment = (id: Aggregate['_id']) =>
  change(Counter, id, (counter) => ({ set: { count: counter.count + 1 }, emit: told }));

let backend: TestBackend;
beforeAll(async () => {
  backend = await TestBackend.start({ service: 'counter', outboxes: [Counter], watch: ['order:cancelled'] });
});
afterAll(() => backend.stop());

const versionsSeen = (id: unknown) =>
  backend
    .payloads('order:cancelled')
    .filter((event) => event.id === String(id))
    .map((event) => event.version);

test('when 50 change one document at once, then no change is lost and each one is told once, in order', async () => {
  const { _id } = await create(Counter, { count: 0 }, told);
  await Promise.all(Array.from({ length: 50 }, () => increment(_id)));
  const stored = await Counter.findById(_id).lean();
  expect(stored).toMatchObject({ count: 50, version: 50 });
  await eventually(() => versionsSeen(_id).length === 51);
  expect(versionsSeen(_id)).toEqual(Array.from({ length: 51 }, (_, version) => version));
});

test('when another process writes in between, then the change is decided anew on what it wrote', async () => {
  const { _id } = await create(Counter, { count: 1 });
  const seen: number[] = [];
  await change(Counter, _id, async ({ count }) => {
    seen.push(count);
    if (seen.length === 1) await Counter.updateOne({ _id }, { $set: { count: 10 }, $inc: { version: 1 } });
    return { set: { count: count + 1 } };
  });
  expect(seen).toEqual([1, 10]);
  expect(await Counter.findById(_id).lean()).toMatchObject({ count: 11, version: 2 });
});

test('when one of several changes is refused, then those behind it are made all the same', async () => {
  const { _id } = await create(Counter, { count: 0 });
  const refuse = change(Counter, _id, () => {
    throw new Error('refused');
  });
  const [refused, made] = await Promise.allSettled([refuse, increment(_id)]);
  expect([refused?.status, made?.status]).toEqual(['rejected', 'fulfilled']);
});

test('when the event is out, then the outbox is empty', async () => {
  const { _id } = await create(Counter, { count: 0 }, told);
  await eventually(() => versionsSeen(_id).length === 1);
  await eventually(async () => (await Counter.findById(_id).lean())?.outbox.length === 0);
});

/** An event that somebody should have published a while ago. */
const leftBehind = (id: string, version: number) => ({
  eventId: newId(),
  subject: 'order:cancelled',
  data: { id, version },
  occurredAt: new Date(Date.now() - 5000).toISOString(),
  traceparent: '',
});

test('when a process died between its write and its publish, then the sweep publishes what it left', async () => {
  const entry = leftBehind(newId(), 7);
  await Counter.collection.insertOne({ count: 0, version: 7, outbox: [entry] });
  await eventually(() => versionsSeen(entry.data.id).length === 1);
  const published = backend.payloads('order:cancelled').find((event) => event.id === entry.data.id);
  expect(published).toMatchObject({ meta: { eventId: entry.eventId } });
});

test('when a document has gathered events in an outage, then they leave in their order, many by one write', async () => {
  const [id, versions] = [newId(), Array.from({ length: 100 }, (_, version) => version)];
  const writes: string[] = [];
  const _id = new mongoose.Types.ObjectId();
  // Not those of the tests before it, whose last write may still be under way.
  mongoose.set('debug', (_collection, method, query) => {
    if (method === 'updateOne' && _id.equals(query._id)) writes.push(method);
  });
  const outbox = versions.map((version) => leftBehind(id, version));
  await Counter.collection.insertOne({ _id, count: 0, version: 99, outbox });
  await eventually(async () => (await Counter.findById(_id).lean())?.outbox.length === 0);
  mongoose.set('debug', false);
  await eventually(() => versionsSeen(id).length === versions.length);
  expect(versionsSeen(id)).toEqual(versions);
  expect(writes).toHaveLength(2);
});

test('when an event does not fit its contract, then nothing is written', async () => {
  const { _id } = await create(Counter, { count: 1 });
  const bad = change(Counter, _id, () => ({
    set: { count: 2 },
    emit: () => [draft('order:cancelled', { id: 'not an id', version: -1 })],
  }));
  await expect(bad).rejects.toThrow('24 hex digits');
  expect(await Counter.findById(_id).lean()).toMatchObject({ count: 1, version: 0 });
});

test('when nothing is to change, then the version stays', async () => {
  const { _id } = await create(Counter, { count: 1 });
  await change(Counter, _id, () => undefined);
  expect(await Counter.findById(_id).lean()).toMatchObject({ version: 0 });
  expect(await change(Counter, newId(), () => ({ set: { count: 1 } }))).toBeNull();
});

test('when an id is taken, then creating says so', async () => {
  const { _id } = await create(Counter, { count: 1 });
  const error = await create(Counter, { _id, count: 2 }).catch((thrown: unknown) => thrown);
  expect(isDuplicateKey(error)).toBe(true);
});

test('when versions of a replica arrive in any order and twice, then the newest stays', async () => {
  const id = newId();
  for (const version of [1, 4, 2, 4, 0, 3]) await applyIfNewer(Copy, id, version, { count: version });
  expect(await Copy.findById(id).lean()).toEqual({ _id: id, version: 4, count: 4 });
  await Promise.all([7, 9, 8, 6].map((version) => applyIfNewer(Copy, id, version, { count: version })));
  expect(await Copy.findById(id).lean()).toMatchObject({ version: 9, count: 9 });
});
