import { setTimeout as sleep } from 'node:timers/promises';
import { eventually, testLog } from '@ecommerce/test-kit';
import { FailureDetector } from '../src/persistence/failure-detector.ts';
import { Heartbeats } from '../src/persistence/heartbeats.ts';
import { gate, Instance } from './instance.ts';

/** Detects failures quickly. */
const FAST = { heartbeatIntervalMs: 50, failedAfterMs: 400 };
/** Sends only the first heartbeat. */
const NO_HEARTBEATS = { heartbeatIntervalMs: 3600_000 };

const instances: Instance[] = [];
afterEach(async () => {
  for (const instance of instances.splice(0).reverse()) await instance.end();
});

/** Starts an instance; all share the database of the first. */
async function startInstance(timing = {}) {
  const instance = await Instance.connect(instances[0]?.url, timing);
  instances.push(instance);
  const recoveries: number[] = [];
  instance.failureDetector.register({
    recover: async () => void recoveries.push(performance.now()),
    isIdle: true,
  });
  instance.failureDetector.start();
  await eventually(() => recoveries.length === 1);
  return Object.assign(instance, { recoveries });
}

describe('FailureDetector', () => {
  it('recovers the work of a failed instance at startup', async () => {
    const failed = await startInstance(NO_HEARTBEATS);
    failed.bus.ready = false;
    await failed.newCounter();
    const next = await startInstance(NO_HEARTBEATS);
    await eventually(() => next.versions.length === 1);
  });

  it('recovers work when the heartbeats of another instance stand still', async () => {
    const watcher = await startInstance({ ...FAST, failedAfterMs: 1500 });
    const failed = await startInstance(NO_HEARTBEATS);
    failed.bus.ready = false;
    await failed.newCounter();
    await eventually(() => watcher.versions.length === 1);
  });

  it('takes over the work of a stopped instance without waiting for a failure', async () => {
    const watcher = await startInstance({ ...FAST, failedAfterMs: 3600_000 });
    const stopped = await startInstance(NO_HEARTBEATS);
    stopped.bus.ready = false;
    await stopped.newCounter();
    await stopped.stop();
    await eventually(() => watcher.versions.length === 1);
    await eventually(async () => (await watcher.entries()) === 1);
  });

  it('recovers the work of a stopped instance once, at startup', async () => {
    const stopped = await startInstance(NO_HEARTBEATS);
    stopped.bus.ready = false;
    await stopped.newCounter();
    await stopped.stop();
    const next = await startInstance({ ...FAST, failedAfterMs: 3600_000 });
    await eventually(() => next.versions.length === 1);
    const { heartbeats } = next;
    await eventually(async () => (await next.entries()) === 1 && next.heartbeats > heartbeats + 5);
    expect(next.recoveries).toHaveLength(1);
  });

  it('removes the heartbeats of a failed instance after the recovery', async () => {
    const watcher = await startInstance(FAST);
    await startInstance(NO_HEARTBEATS);
    expect(await watcher.entries()).toBe(2);
    await eventually(async () => (await watcher.entries()) === 1);
    expect(watcher.recoveries.length).toBeGreaterThan(1);
  });

  it('keeps the heartbeats of a failed instance while the recovery fails', async () => {
    const watcher = await startInstance(FAST);
    watcher.failureDetector.register({ recover: () => Promise.reject(new Error('fails')), isIdle: true });
    await startInstance(NO_HEARTBEATS);
    await eventually(() => watcher.recoveries.length > 2);
    expect(await watcher.entries()).toBe(2);
  });

  it('recovers nothing while the heartbeats of the others continue', async () => {
    const timing = { heartbeatIntervalMs: 50, failedAfterMs: 2000 };
    const [one, other] = [await startInstance(timing), await startInstance(timing)];
    await eventually(() => one.heartbeats > 60 && other.heartbeats > 60);
    // Each recovers at startup. The first instance ever recovers again, for those of a version without heartbeats.
    expect([one.recoveries.length, other.recoveries.length]).toEqual([2, 1]);
    expect(await one.entries()).toBe(2);
  });

  it('does not count the time in which the database did not answer', async () => {
    const timing = { heartbeatIntervalMs: 50, lateWriteMs: 200, failedAfterMs: 3000 };
    // Only the first instance ever recovers twice.
    await startInstance(NO_HEARTBEATS);
    await instances[0]?.stop();
    const watcher = await startInstance(timing);
    await startInstance(NO_HEARTBEATS);
    const { heartbeats } = watcher;
    await eventually(() => watcher.heartbeats > heartbeats + 1);
    const stall = watcher.stallHeartbeats();
    await sleep(timing.failedAfterMs);
    stall.end();
    const endedAtMs = performance.now();
    await eventually(() => watcher.recoveries.length === 2);
    expect((watcher.recoveries[1] ?? 0) - endedAtMs).toBeGreaterThan(timing.failedAfterMs - 100);
  });

  it('sends heartbeats during a recovery', async () => {
    const watcher = await startInstance(FAST);
    const recovered = gate();
    watcher.failureDetector.register({ recover: () => recovered.opened, isIdle: true });
    await startInstance(NO_HEARTBEATS);
    await eventually(() => watcher.recoveries.length === 2);
    const { heartbeats } = watcher;
    await eventually(() => watcher.heartbeats > heartbeats + 5);
    recovered.open();
  });

  it('recovers again some time after the first start ever', async () => {
    const instance = await startInstance(FAST);
    await eventually(() => instance.recoveries.length === 2);
    const [first = 0, second = 0] = instance.recoveries;
    expect(second - first).toBeGreaterThan(FAST.failedAfterMs - 50);
  });

  it('sends no heartbeats without work', async () => {
    const instance = await startInstance(NO_HEARTBEATS);
    const withoutWork = new FailureDetector(instance.database, testLog, { ...FAST, validMs: 0 });
    const { heartbeats } = instance;
    withoutWork.start();
    await withoutWork.duringWrite(async () => {});
    await sleep(3 * FAST.heartbeatIntervalMs);
    await withoutWork.stop();
    expect(instance.heartbeats).toBe(heartbeats);
  });
});

describe('Heartbeats', () => {
  it('continue from the last count after another instance has removed them', async () => {
    const { database } = await startInstance(NO_HEARTBEATS);
    const [one, other] = [new Heartbeats(database), new Heartbeats(database)];
    const countOf = async () => Math.max(...Object.values(await other.beat()));
    await one.beat();
    const before = await countOf();
    await database.connection.collection('instances').deleteMany({});
    await one.beat();
    expect(await countOf()).toBeGreaterThan(before);
  });
});

describe('stop()', () => {
  it('removes the heartbeats when no work is left', async () => {
    const instance = await startInstance(NO_HEARTBEATS);
    await instance.newCounter();
    await eventually(() => instance.versions.length === 1);
    await instance.stop();
    expect(await instance.entries()).toBe(0);
  });

  it('keeps an entry when work is left, and rejects writes', async () => {
    const instance = await startInstance(NO_HEARTBEATS);
    instance.bus.ready = false;
    await instance.newCounter();
    await instance.stop();
    expect(await instance.entries()).toBe(1);
    await expect(instance.newCounter()).rejects.toMatchObject({ code: 'unavailable' });
  });

  it('keeps the heartbeats while a write with a lost answer may be applied', async () => {
    const instance = await startInstance(NO_HEARTBEATS);
    instance.replaceOnce('insertOne', () => Promise.reject(new Error('connection closed')));
    await instance.newCounter().catch(() => {});
    await eventually(() => instance.relay.isIdle);
    await instance.stop();
    expect(await instance.entries()).toBe(1);
  });

  it('keeps the heartbeats while a write is in flight', async () => {
    const instance = await startInstance(NO_HEARTBEATS);
    const write = instance.holdAnswer('insertOne');
    const created = instance.newCounter();
    await write.performed;
    await instance.stop();
    expect(await instance.entries()).toBe(1);
    write.release();
    await created;
  });

  it('rejects writes after the heartbeats are removed', async () => {
    const instance = await startInstance(NO_HEARTBEATS);
    await instance.stop();
    await expect(instance.newCounter()).rejects.toMatchObject({ code: 'unavailable' });
    expect(await instance.counters.model.countDocuments()).toBe(0);
  });

  it('keeps the heartbeats and does not wait for a recovery', async () => {
    const instance = await startInstance(NO_HEARTBEATS);
    const recovered = gate();
    instance.failureDetector.register({ recover: () => recovered.opened, isIdle: true });
    const recovery = instance.failureDetector.recover();
    await instance.stop();
    expect(await instance.entries()).toBe(1);
    recovered.open();
    await recovery;
  });

  it('succeeds while the database is unavailable', async () => {
    const instance = await startInstance(NO_HEARTBEATS);
    await instance.newCounter();
    await eventually(() => instance.versions.length === 1);
    await instance.database.close();
    await instance.stop();
    await instance.database.connect();
    expect(await instance.entries()).toBe(1);
  });

  it('succeeds when the database was never available', async () => {
    const instance = await Instance.connect();
    instances.push(instance);
    await instance.database.close();
    await instance.stop();
    await instance.database.connect();
  });
});

describe('duringWrite()', () => {
  it('sends a heartbeat before a write that follows a pause', async () => {
    const instance = await startInstance({ ...NO_HEARTBEATS, validMs: 100 });
    await sleep(150);
    const { heartbeats } = instance;
    await instance.newCounter();
    expect(instance.heartbeats).toBe(heartbeats + 1);
  });

  it('sends no heartbeat before a write that follows one', async () => {
    const instance = await startInstance(NO_HEARTBEATS);
    await instance.newCounter();
    expect(instance.heartbeats).toBe(1);
  });

  it('sends one heartbeat for concurrent writes', async () => {
    const instance = await startInstance({ ...NO_HEARTBEATS, validMs: 300 });
    await sleep(350);
    await Promise.all(Array.from({ length: 20 }, () => instance.newCounter()));
    expect(instance.heartbeats).toBe(2);
  });

  it('fails the write when the heartbeat fails', async () => {
    const instance = await startInstance({ ...NO_HEARTBEATS, validMs: 0 });
    await instance.database.close();
    await expect(instance.newCounter()).rejects.toThrow();
    await instance.database.connect();
    expect(await instance.counters.model.countDocuments()).toBe(0);
  });
});
