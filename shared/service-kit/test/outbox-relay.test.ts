import { setTimeout as sleep } from 'node:timers/promises';
import { BusUnavailable } from '@ecommerce/service-kit/messaging';
import { eventually, newId } from '@ecommerce/test-kit';
import mongoose from 'mongoose';
import type { Counter } from './counter.ts';
import { gate, Instance } from './instance.ts';

const LATE_WRITE_MS = 500;

let instance: Instance;
beforeEach(async () => {
  instance = await Instance.connect(undefined, { lateWriteMs: LATE_WRITE_MS });
});
afterEach(() => instance.end());

/** Stores a counter as left by an instance that failed before publishing its events. */
async function storeUnpublished(versions: number[], occurredAt = new Date(Date.now() - 5000)) {
  const _id = new mongoose.Types.ObjectId();
  const outbox = versions.map((version) => entry(String(_id), version, occurredAt));
  await instance.database.connection
    .collection('counters')
    .insertOne({ _id, count: 0, version: versions.at(-1), outbox });
  return { _id };
}

/** Stores counters with one event each in one command, and passes them to the relay one by one, as writes do. */
async function storeMany(count: number) {
  const counters = Array.from({ length: count }, (): Counter => {
    const _id = new mongoose.Types.ObjectId();
    return { _id, count: 0, version: 0, outbox: [ownEntry(String(_id), 0)] };
  });
  await instance.counters.model.insertMany(counters);
  for (const counter of counters) await instance.counters.write(counter._id, async () => counter);
}

const entry = (id: string, version: number, occurredAt = new Date()) => ({
  eventId: `${newId()}-${version}`,
  subject: 'order:cancelled' as const,
  data: { id, version },
  occurredAt: occurredAt.toISOString(),
  traceparent: '',
});

const ownEntry = (id: string, version: number) => ({
  ...entry(id, version),
  instance: instance.counters.failureDetector.instance,
});

describe('OutboxRelay', () => {
  it('publishes what this instance has stored without a read', async () => {
    const { _id } = await instance.newCounter();
    await instance.increment(_id);
    await eventually(() => instance.versions.length === 2);
    expect(instance.commands).toEqual(['insertOne', 'findOne', 'findOneAndUpdate']);
  });

  it('leaves events of another instance in the same document to that one', async () => {
    const { _id } = await storeUnpublished([0]);
    await instance.increment(_id);
    await eventually(() => instance.relay.isIdle);
    expect(instance.versions).toEqual([1]);
    expect((await instance.counters.find(_id))?.outbox).toHaveLength(1);
    await instance.relay.recover();
    await eventually(() => instance.versions.length === 2);
  });

  it('resumes at the event that failed, in order', async () => {
    let failures = 2;
    instance.bus.beforeAck = ({ version }) => {
      if (version === 1 && failures-- > 0) throw new BusUnavailable('timeout');
    };
    instance.bus.ready = false;
    const { _id } = await instance.newCounter();
    await instance.increment(_id);
    instance.bus.ready = true;
    await eventually(() => instance.versions.length === 2);
    expect(instance.versions).toEqual([0, 1]);
  });

  it.each(['insertOne', 'findOneAndUpdate'] as const)(
    'publishes the event of a write whose answer was lost (%s)',
    async (method) => {
      const counter = method === 'insertOne' ? undefined : await instance.newCounter(() => []);
      instance.loseAnswer(method);
      const write = counter ? instance.increment(counter) : instance.newCounter();
      await expect(write).rejects.toThrow('connection closed');
      await eventually(() => instance.versions.length === 1);
    },
  );

  it('publishes the event of a write applied after its caller had gone', async () => {
    const counter = await instance.newCounter(() => []);
    const lateWrite = gate();
    let write: Promise<unknown> = Promise.resolve();
    instance.replaceOnce('findOneAndUpdate', async (call) => {
      write = lateWrite.opened.then(call);
      throw new mongoose.mongo.MongoNetworkTimeoutError('connection timed out');
    });
    await expect(instance.increment(counter)).rejects.toThrow('timed out');
    await eventually(() => instance.relay.isIdle);
    lateWrite.open();
    await write;
    await eventually(() => instance.versions.length === 1);
  });

  it('publishes the event of a write that a stalled database applies when it continues', async () => {
    const counter = await instance.newCounter(() => []);
    const [stall, lateWrite] = [instance.stallHeartbeats(), gate()];
    let write: Promise<unknown> = Promise.resolve();
    instance.replaceOnce('findOneAndUpdate', async (call) => {
      write = lateWrite.opened.then(call);
      throw new mongoose.mongo.MongoNetworkTimeoutError('connection timed out');
    });
    await expect(instance.increment(counter)).rejects.toThrow('timed out');
    await sleep(3 * LATE_WRITE_MS);
    await eventually(() => instance.relay.isIdle);
    stall.end();
    lateWrite.open();
    await write;
    await eventually(() => instance.versions.length === 1);
  });

  it('publishes the events of more documents than it keeps in memory', async () => {
    const documents = 1020;
    instance.bus.ready = false;
    await storeMany(documents);
    expect(instance.relay.pending()).toMatchObject([{ documents }]);
    instance.bus.ready = true;
    await eventually(() => instance.versions.length === documents);
    await eventually(() => instance.relay.pending()[0]?.documents === 0);
  });

  it('publishes an event stored during a read of its document', async () => {
    const { _id } = await storeUnpublished([0]);
    const read = instance.holdAnswer('findOne');
    await instance.relay.recover();
    await read.performed;
    await instance.increment(_id);
    read.release();
    await eventually(() => instance.relay.pending()[0]?.documents === 0);
    expect(instance.versions).toEqual([0, 1]);
  });

  it('publishes an event stored by a failed write during a read', async () => {
    const { _id } = await storeUnpublished([0]);
    const read = instance.holdAnswer('findOne');
    await instance.relay.recover();
    await read.performed;
    const counter = await instance.counters.model.findById(_id).orFail().lean();
    instance.loseAnswer('findOneAndUpdate');
    await instance.increment(counter).catch(() => {});
    read.release();
    await eventually(() => instance.relay.pending()[0]?.documents === 0);
    expect(instance.versions).toEqual([0, 1]);
  });
});

describe('recover()', () => {
  it('publishes nothing twice that this instance is publishing', async () => {
    const acked = gate();
    instance.bus.beforeAck = () => acked.opened;
    await instance.newCounter();
    await instance.relay.recover();
    acked.open();
    await eventually(() => instance.relay.pending()[0]?.documents === 0);
    expect(instance.versions).toEqual([0]);
  });

  it('finds the event of a failed instance in a document being published', async () => {
    const acked = gate();
    instance.bus.beforeAck = () => acked.opened;
    const { _id } = await instance.newCounter();
    const outbox = entry(String(_id), 1);
    await instance.database.connection
      .collection<{ outbox: object[] }>('counters')
      .updateOne({ _id }, { $inc: { version: 1 }, $push: { outbox } });
    await instance.relay.recover();
    acked.open();
    await eventually(() => instance.relay.pending()[0]?.documents === 0);
    expect(instance.versions).toEqual([0, 1]);
  });

  it('does not wait for the clock of another instance that is an hour ahead', async () => {
    await storeUnpublished([7], new Date(Date.now() + 3600_000));
    await instance.relay.recover();
    await eventually(() => instance.versions.length === 1, 8);
  });
});

describe('pending()', () => {
  it('counts the documents of a long outage', async () => {
    instance.bus.ready = false;
    const documents = 150_000;
    const outbox = [ownEntry(newId(), 0)];
    for (let count = 0; count < documents; count++) {
      const _id = new mongoose.Types.ObjectId();
      await instance.counters.write(_id, async () => ({ _id, count: 0, version: 0, outbox }));
    }
    expect(instance.relay.pending()).toMatchObject([{ documents }]);
  });

  it('reports the age of the oldest event that is not published yet', async () => {
    const { _id } = await storeUnpublished([0], new Date(Date.now() - 3600_000));
    const acked = [gate(), gate()];
    const publishing: number[] = [];
    instance.bus.beforeAck = ({ version }) => {
      publishing.push(version);
      return acked[version]?.opened;
    };
    await instance.relay.recover();
    await eventually(() => publishing.length === 1);
    await instance.increment(_id);
    acked[0]?.open();
    await eventually(() => publishing.length === 2);
    const age = instance.relay.pending()[0]?.oldestAgeSeconds;
    acked[1]?.open();
    expect(age).toBeLessThan(600);
  });
});
