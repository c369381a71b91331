import { updateAggregate } from '@ecommerce/service-kit/persistence';
import { eventually } from '@ecommerce/test-kit';
import mongoose from 'mongoose';
import { gate, Instance } from './instance.ts';

let instance: Instance;
let other: Instance;
beforeEach(async () => {
  instance = await Instance.connect();
  other = await Instance.connect(instance.url);
});
afterEach(async () => {
  await other.end();
  await instance.end();
});

const isClean = () => instance.counters.cleanup.isIdle;
const publishedCounter = async () => {
  const before = instance.versions.length;
  const counter = await instance.newCounter();
  await eventually(() => instance.versions.length > before && instance.relay.pending()[0]?.documents === 0);
  return counter;
};
const commandsOf = (method: string) => instance.commands.filter((one) => one === method).length;
const rawCounters = () => instance.database.connection.collection('counters');

describe('DeferredCleanup', () => {
  it("removes published events with the document's next change and no other write", async () => {
    const counter = await publishedCounter();
    await instance.increment(counter, () => []);
    expect(await instance.outboxOf(counter)).toEqual([]);
    expect(isClean()).toBe(true);
    expect(instance.commands.filter((one) => one !== 'findOne')).toEqual(['insertOne', 'findOneAndUpdate']);
  });

  it('keeps the events of the change that removes published ones', async () => {
    const counter = await publishedCounter();
    instance.bus.ready = false;
    await instance.increment(counter);
    expect(await instance.outboxOf(counter)).toEqual([1]);
  });

  it('removes the events of many documents with one command', async () => {
    const counters = await Promise.all(Array.from({ length: 20 }, () => instance.newCounter()));
    await eventually(() => instance.versions.length === 20 && instance.relay.pending()[0]?.documents === 0);
    await instance.counters.cleanup.flush();
    expect(await Promise.all(counters.map((one) => instance.outboxOf(one)))).toEqual(counters.map(() => []));
    expect([commandsOf('bulkWrite'), commandsOf('updateOne')]).toEqual([1, 0]);
  });

  it('removes the events of other documents when one cannot be changed', async () => {
    const [broken, whole] = [await publishedCounter(), await publishedCounter()];
    const { outbox } = (await instance.counters.find(broken._id)) ?? {};
    // Matches the filter of the removal, whose operator then fails.
    await rawCounters().updateOne({ _id: broken._id }, { $set: { outbox: { ...outbox } } });
    await instance.counters.cleanup.flush();
    expect(await instance.outboxOf(whole)).toEqual([]);
    expect(isClean()).toBe(true);
  });

  it('removes events by itself without a further change', async () => {
    const counter = await publishedCounter();
    await eventually(isClean);
    expect(await instance.outboxOf(counter)).toEqual([]);
  });

  it('removes a field that still has its value, with or without an event', async () => {
    const [plain, published] = [await instance.newCounter(() => []), await publishedCounter()];
    for (const { _id } of [plain, published]) {
      await rawCounters().updateOne({ _id }, { $set: { marks: { a: 'taken', b: 'taken' } } });
      instance.counters.cleanup.addField(_id, 'marks.a', 'taken');
    }
    await instance.counters.cleanup.flush();
    for (const { _id } of [plain, published]) {
      const counter = await rawCounters().findOne({ _id });
      expect([counter?.marks, counter?.outbox]).toEqual([{ b: 'taken' }, []]);
    }
  });

  it('keeps a field whose value has changed', async () => {
    const { _id } = await publishedCounter();
    await rawCounters().updateOne({ _id }, { $set: { marks: { a: 'returned' } } });
    instance.counters.cleanup.addField(_id, 'marks.a', 'taken');
    await instance.counters.cleanup.flush();
    expect(isClean()).toBe(true);
    expect(await rawCounters().findOne({ _id })).toMatchObject({ marks: { a: 'returned' }, outbox: [] });
  });

  it('removes a field that gets another obsolete value during a removal', async () => {
    const { _id } = await instance.newCounter(() => []);
    await rawCounters().updateOne({ _id }, { $set: { marks: { a: 'taken' } } });
    instance.counters.cleanup.addField(_id, 'marks.a', 'taken');
    instance.replaceOnce('bulkWrite', async (call) => {
      const answer = await call();
      await rawCounters().updateOne({ _id }, { $set: { marks: { a: 'returned' } } });
      instance.counters.cleanup.addField(_id, 'marks.a', 'returned');
      return answer;
    });
    await instance.counters.cleanup.flush();
    await instance.counters.cleanup.flush();
    expect((await rawCounters().findOne({ _id }))?.marks).toEqual({});
  });

  it('drops the events that another instance has removed', async () => {
    const counter = await publishedCounter();
    await rawCounters().updateOne({ _id: counter._id }, { $set: { outbox: [] } });
    await instance.counters.cleanup.flush();
    expect(isClean()).toBe(true);
  });

  it('drops the events of a deleted document', async () => {
    const { _id } = await publishedCounter();
    await rawCounters().deleteOne({ _id });
    await instance.counters.cleanup.flush();
    expect(isClean()).toBe(true);
  });

  it('removes events after a failure of the database', async () => {
    const counter = await publishedCounter();
    instance.replaceOnce('bulkWrite', () => Promise.reject(new mongoose.mongo.MongoNetworkError('closed')));
    await eventually(isClean);
    expect(await instance.outboxOf(counter)).toEqual([]);
  });

  it('removes events when the answer to their removal was lost', async () => {
    const counter = await publishedCounter();
    instance.loseAnswer('bulkWrite');
    await eventually(isClean);
    expect(await instance.outboxOf(counter)).toEqual([]);
  });

  it('does not block a shutdown while the database hangs', async () => {
    await publishedCounter();
    instance.replaceOnce('bulkWrite', () => new Promise(() => {}));
    await instance.relay.stop();
    expect(isClean()).toBe(false);
  });
});

/** Stores two events in one outbox, the first published by this instance, the second by the other. */
async function publishedByBoth() {
  const counter = await instance.newCounter();
  await eventually(() => instance.relay.pending()[0]?.documents === 0);
  await other.increment(counter._id);
  await eventually(() => other.relay.pending()[0]?.documents === 0);
  return counter;
}

describe('two instances that remove events of one document', () => {
  it('remove all of them', async () => {
    const counter = await publishedByBoth();
    await eventually(() => isClean() && other.counters.cleanup.isIdle);
    expect(await instance.outboxOf(counter)).toEqual([]);
  });

  it('do not restore in a batch what the other has removed', async () => {
    const counter = await instance.newCounter();
    await eventually(() => instance.relay.pending()[0]?.documents === 0);
    const [first] = (await instance.counters.find(counter._id))?.outbox ?? [];
    const event = (eventId: string) => ({ ...first, eventId, data: { id: String(counter._id), version: 9 } });
    const set = { outbox: [first, event('mine'), event('theirs')] };
    await rawCounters().updateOne({ _id: counter._id }, { $set: set });
    instance.counters.cleanup.addEvents(counter._id, ['mine']);
    instance.replaceOnce('updateOne', async (call) => {
      await rawCounters().updateOne({ _id: counter._id }, { $set: { outbox: [first, event('mine')] } });
      return call();
    });
    await instance.counters.cleanup.flush();
    await instance.counters.cleanup.flush();
    expect(await instance.outboxOf(counter)).toEqual([]);
  });

  it('do not restore in a change what the other has removed', async () => {
    const counter = await publishedByBoth();
    await updateAggregate(instance.counters, counter._id, async ({ count }) => {
      await other.counters.cleanup.flush();
      return { set: { count: count + 1 } };
    });
    expect(await instance.outboxOf(counter)).toEqual([]);
  });
});

describe('a change during the removal of events', () => {
  it('loses no event', async () => {
    const counter = await publishedCounter();
    const removal = gate();
    instance.replaceOnce('bulkWrite', async (call) => {
      await removal.opened;
      return call();
    });
    const flush = instance.counters.cleanup.flush();
    instance.bus.ready = false;
    await instance.increment(counter);
    removal.open();
    await flush;
    expect(await instance.outboxOf(counter)).toEqual([1]);
  });
});
