import { Bulkhead } from '../src/runtime/bulkhead.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Starts tasks in a bulkhead, each running until the test ends it. The first letter of a name is the task's key. */
function startTasks(concurrency: number, queueLimit: number, concurrencyPerKey?: number) {
  const bulkhead = new Bulkhead(concurrency, queueLimit, 'sign_in_busy', concurrencyPerKey);
  const running = new Map<string, (error?: Error) => void>();
  const start = (name: string) =>
    bulkhead.execute(
      () =>
        new Promise<string>((resolve, reject) =>
          running.set(name, (error) => {
            running.delete(name);
            if (error) reject(error);
            else resolve(name);
          }),
        ),
      name[0],
    );
  const names = () => [...running.keys()];
  return { start, names, end: (name: string, error?: Error) => running.get(name)?.(error) };
}

describe('Bulkhead', () => {
  it('runs tasks concurrently up to its limit, and the queue in order', async () => {
    const { start, names, end } = startTasks(2, 2);
    const results = Promise.all(['a1', 'a2', 'a3', 'a4'].map(start));
    expect(names()).toEqual(['a1', 'a2']);
    end('a2');
    await nextTurn();
    expect(names()).toEqual(['a1', 'a3']);
    end('a1');
    end('a3');
    await nextTurn();
    expect(names()).toEqual(['a4']);
    end('a4');
    await expect(results).resolves.toEqual(['a1', 'a2', 'a3', 'a4']);
  });

  it('rejects tasks while the queue is full', async () => {
    const { start, names, end } = startTasks(1, 1);
    const accepted = [start('a'), start('b')];
    await expect(start('c')).rejects.toMatchObject({ code: 'sign_in_busy', status: 429 });
    end('a');
    await nextTurn();
    accepted.push(start('d'));
    end('b');
    await nextTurn();
    expect(names()).toEqual(['d']);
    end('d');
    await expect(Promise.all(accepted)).resolves.toEqual(['a', 'b', 'd']);
  });

  it('runs the tasks of keys in turn', async () => {
    const { start, names, end } = startTasks(1, 10);
    const order = ['a1', 'a2', 'b1', 'c1', 'a3', 'b2', 'a4'];
    const results = Promise.all(['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'].map(start));
    for (const name of order) {
      expect(names()).toEqual([name]);
      end(name);
      await nextTurn();
    }
    await results;
  });

  it('keeps the tasks of a key within its limit, and runs others beside them', async () => {
    const { start, names, end } = startTasks(3, 10, 2);
    const results = Promise.all(['a1', 'a2', 'a3', 'b1', 'b2'].map(start));
    expect(names()).toEqual(['a1', 'a2', 'b1']);
    end('b1');
    await nextTurn();
    expect(names()).toEqual(['a1', 'a2', 'b2']);
    end('b2');
    await nextTurn();
    expect(names()).toEqual(['a1', 'a2']);
    end('a1');
    await nextTurn();
    expect(names()).toEqual(['a2', 'a3']);
    for (const name of names()) end(name);
    await results;
  });

  it('takes the place in a full queue from the key that has most', async () => {
    const { start, names, end } = startTasks(1, 3);
    const results = Promise.allSettled(['a1', 'a2', 'a3', 'a4', 'b1', 'b2', 'c1'].map(start));
    for (const name of ['a1', 'a2', 'b1', 'c1']) {
      expect(names()).toEqual([name]);
      end(name);
      await nextTurn();
    }
    expect((await results).map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'rejected',
      'fulfilled',
      'rejected',
      'fulfilled',
    ]);
  });

  it('frees the slot of a task that fails', async () => {
    const { start, names, end } = startTasks(1, 0);
    const failed = start('a');
    end('a', new Error('failed'));
    await expect(failed).rejects.toThrow('failed');
    const next = start('b');
    expect(names()).toEqual(['b']);
    end('b');
    await next;
  });
});
