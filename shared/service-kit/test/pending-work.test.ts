import { setTimeout as sleep } from 'node:timers/promises';
import { PendingWork, updateAggregate } from '@ecommerce/service-kit/persistence';
import { eventually, testLog } from '@ecommerce/test-kit';
import mongoose from 'mongoose';
import type { Counter } from './counter.ts';
import { gate, Instance } from './instance.ts';

const CONCURRENCY = 2;

let instance: Instance;
let pending: PendingWork<Counter>;
let worked: number[];
let work: (counter: Counter) => Promise<void>;
let mayBegin: boolean;
beforeEach(async () => {
  instance = await Instance.connect(undefined, { lateWriteMs: 500 });
  // Keeps the relay from reading, so that every read is one of pending work.
  instance.bus.ready = false;
  worked = [];
  work = done;
  mayBegin = true;
  pending = new PendingWork<Counter>(instance.counters, {
    // A counter above zero has work, due at that second after the epoch.
    dueAt: ({ count }) => (count > 0 ? new Date(count * 1000) : null),
    filter: { count: { $gt: 0 } },
    work: (counter) => {
      worked.push(counter.count);
      return work(counter);
    },
    mayBegin: () => mayBegin,
    concurrency: CONCURRENCY,
    log: testLog,
  });
  pending.start();
});
afterEach(async () => {
  await pending.stop();
  await instance.end();
});

const setCount = (target: Counter | Counter['_id'], count: number) =>
  updateAggregate(instance.counters, target, () => ({ set: { count } }));

/** Completes the work of a counter. */
const done = async (counter: Counter) => void (await setCount(counter, 0));

const inSeconds = (seconds: number) => Math.ceil(Date.now() / 1000) + seconds;
const newCounter = () => instance.newCounter(() => []);

describe('PendingWork', () => {
  it('performs due work immediately, once', async () => {
    await setCount(await newCounter(), 1);
    await eventually(() => pending.isIdle);
    expect(worked).toEqual([1]);
  });

  it('performs later work when it is due', async () => {
    const count = inSeconds(1);
    await setCount(await newCounter(), count);
    expect(worked).toEqual([]);
    await eventually(() => pending.isIdle);
    expect(worked).toEqual([count]);
    expect(Date.now()).toBeGreaterThanOrEqual(count * 1000);
  });

  it('reads nothing until work is due', async () => {
    await setCount(await newCounter(), inSeconds(3600));
    const { length } = instance.commands;
    await setCount(await newCounter(), 1);
    await eventually(() => worked.length === 1);
    const commands = instance.commands.slice(length);
    expect(commands).toEqual(['insertOne', 'findOneAndUpdate', 'findOne', 'findOneAndUpdate']);
  });

  it('neither begins nor reads due work while it must not begin', async () => {
    mayBegin = false;
    await setCount(await newCounter(), 1);
    const { length } = instance.commands;
    await sleep(100);
    expect(instance.commands).toHaveLength(length);
    mayBegin = true;
    await eventually(() => pending.isIdle);
    expect(worked).toEqual([1]);
  });

  it('stops between two aggregates when no more may begin', async () => {
    const started = gate();
    work = async (counter) => {
      await started.opened;
      await done(counter);
    };
    for (const count of [1, 2, 3]) await setCount(await newCounter(), count);
    await eventually(() => worked.length === CONCURRENCY);
    mayBegin = false;
    started.open();
    await sleep(100);
    expect(worked).toHaveLength(CONCURRENCY);
    mayBegin = true;
    await eventually(() => pending.isIdle);
    expect(worked.sort()).toEqual([1, 2, 3]);
  });

  it('retries failed work', async () => {
    work = async (counter) => {
      if (worked.length === 1) throw new Error('fails once');
      await done(counter);
    };
    await setCount(await newCounter(), 1);
    await eventually(() => pending.isIdle);
    expect(worked).toEqual([1, 1]);
  });

  it('drops work that another instance has done', async () => {
    const { after } = await setCount(await newCounter(), inSeconds(1));
    await instance.counters.model.updateOne({ _id: after?._id }, { $set: { count: 0 } });
    await eventually(() => pending.isIdle);
    expect(worked).toEqual([]);
  });

  it('waits for work that another instance has postponed', async () => {
    const { after } = await setCount(await newCounter(), inSeconds(1));
    const later = inSeconds(2);
    await instance.counters.model.updateOne({ _id: after?._id }, { $set: { count: later } });
    await eventually(() => pending.isIdle);
    expect(worked).toEqual([later]);
  });

  it('drops the work of a deleted aggregate', async () => {
    const { after } = await setCount(await newCounter(), inSeconds(1));
    await instance.counters.model.deleteOne({ _id: after?._id });
    await eventually(() => pending.isIdle);
    expect(worked).toEqual([]);
  });

  it('limits the number of aggregates worked on concurrently', async () => {
    const started = gate();
    let most = 0;
    let running = 0;
    work = async (counter) => {
      most = Math.max(most, ++running);
      await started.opened;
      await done(counter);
      running--;
    };
    for (const count of [1, 2, 3, 4, 5]) await setCount(await newCounter(), count);
    await eventually(() => worked.length === CONCURRENCY);
    started.open();
    await eventually(() => pending.isIdle);
    expect(most).toBe(CONCURRENCY);
    expect(worked.sort()).toEqual([1, 2, 3, 4, 5]);
  });

  it('reads each of many due aggregates once', async () => {
    await instance.counters.model.create(Array.from({ length: 50 }, (_, count) => ({ count: count + 1 })));
    const { length } = instance.commands;
    await pending.recover();
    await eventually(() => pending.isIdle);
    expect(worked.toSorted((one, other) => one - other)).toEqual([...Array(50).keys()].map((n) => n + 1));
    const reads = instance.commands.slice(length).filter((command) => command === 'findOne');
    expect(reads).toHaveLength(50);
  });

  it('does not try all due aggregates while the database is unavailable', async () => {
    work = () => Promise.reject(new mongoose.mongo.MongoNetworkError('connection closed'));
    await instance.counters.model.create(Array.from({ length: 20 }, (_, count) => ({ count: count + 1 })));
    await pending.recover();
    await eventually(() => worked.indexOf(worked[0] ?? 0, 1) > 0);
    expect(worked.indexOf(worked[0] ?? 0, 1)).toBeLessThan(20);
    work = done;
    await eventually(() => pending.isIdle);
  });

  it('drops work that another write has ended', async () => {
    const { _id } = await newCounter();
    await setCount(_id, inSeconds(3600));
    expect(pending.isIdle).toBe(false);
    await setCount(_id, 0);
    expect(pending.isIdle).toBe(true);
  });

  it('resolves stop() when current work has ended', async () => {
    const started = gate();
    work = async (counter) => {
      await started.opened;
      await done(counter);
    };
    const { _id } = await newCounter();
    await setCount(_id, 1);
    await eventually(() => worked.length === 1);
    const stopped = pending.stop();
    started.open();
    await stopped;
    expect(await instance.counters.find(_id)).toMatchObject({ count: 0 });
  });
});

describe('recover()', () => {
  it('finds work left by another instance', async () => {
    await instance.counters.model.create({ count: 7 });
    await pending.recover();
    await eventually(() => pending.isIdle);
    expect(worked).toEqual([7]);
  });
});

describe('answers that arrive in another order than the writes', () => {
  it('do not postpone what the later write made due', async () => {
    const counter = await newCounter();
    const due = { ...counter, version: 2, count: inSeconds(3600) };
    await instance.counters.write(counter._id, async () => due);
    await instance.counters.write(counter._id, async () => ({ ...due, version: 1, count: 0 }));
    expect(pending.isIdle).toBe(false);
  });

  it('do not hide what a write made due during a read', async () => {
    const counter = await newCounter();
    const read = instance.holdAnswer('findOne');
    instance.replaceOnce('findOneAndUpdate', () => Promise.reject(new Error('connection closed')));
    await setCount(counter, 1).catch(() => {});
    await read.performed;
    await setCount(counter, inSeconds(2));
    read.release();
    await eventually(() => worked.length === 1);
  });
});

describe('a write whose answer was lost', () => {
  it('makes its work known', async () => {
    const counter = await newCounter();
    instance.loseAnswer('findOneAndUpdate');
    await setCount(counter, 5).catch(() => {});
    await eventually(() => worked.length === 1);
    expect(worked).toEqual([5]);
  });

  it('makes its work known when applied after its caller has gone', async () => {
    const counter = await newCounter();
    const lateWrite = gate();
    let write: Promise<unknown> = Promise.resolve();
    instance.replaceOnce('findOneAndUpdate', async (call) => {
      write = lateWrite.opened.then(call);
      throw new mongoose.mongo.MongoNetworkTimeoutError('connection timed out');
    });
    await setCount(counter, 5).catch(() => {});
    await eventually(() => pending.isIdle);
    lateWrite.open();
    await write;
    await eventually(() => worked.length === 1);
    expect(worked).toEqual([5]);
  });
});
