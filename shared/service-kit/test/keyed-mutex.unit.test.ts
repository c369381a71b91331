import { jest } from '@jest/globals';
import { KeyedMutex } from '../src/persistence/keyed-mutex.ts';

/** Creates a task that runs until the test ends it. */
function pendingTask() {
  let release = () => {};
  const ended = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { task: () => ended, release };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

describe('KeyedMutex', () => {
  it('runs tasks of one key one after another, in order', async () => {
    const mutex = new KeyedMutex();
    const log: string[] = [];
    const task = (name: string) => async () => {
      log.push(`${name} starts`);
      await nextTurn();
      log.push(`${name} ends`);
    };
    await Promise.all(['a', 'b', 'c'].map((name) => mutex.runExclusive('key', task(name))));
    expect(log).toEqual(['a', 'b', 'c'].flatMap((name) => [`${name} starts`, `${name} ends`]));
  });

  it('runs tasks of different keys concurrently', async () => {
    const mutex = new KeyedMutex();
    const { task, release } = pendingTask();
    const held = mutex.runExclusive('one', task);
    await expect(mutex.runExclusive('other', async () => 'done')).resolves.toBe('done');
    release();
    await held;
  });

  it('passes a failure only to its caller', async () => {
    const mutex = new KeyedMutex();
    const failing = mutex.runExclusive('key', async () => {
      throw new Error('failed');
    });
    const next = mutex.runExclusive('key', async () => 'done');
    await expect(failing).rejects.toThrow('failed');
    await expect(next).resolves.toBe('done');
  });

  it('runs the next task when the previous one hangs', async () => {
    const mutex = new KeyedMutex();
    const { task, release } = pendingTask();
    const held = mutex.runExclusive('key', task);
    const next = jest.fn(async () => 'done');
    const result = mutex.runExclusive('key', next);
    await nextTurn();
    expect(next).not.toHaveBeenCalled();
    await expect(result).resolves.toBe('done');
    release();
    await held;
  });
});
