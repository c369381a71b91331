import { Bulkhead } from '../src/runtime/bulkhead.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Starts tasks in a bulkhead, each running until the test ends it. */
function startTasks(concurrency: number, queueLimit: number) {
  const bulkhead = new Bulkhead(concurrency, queueLimit, 'sign_in_busy');
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
    );
  const names = () => [...running.keys()];
  return { start, names, end: (name: string, error?: Error) => running.get(name)?.(error) };
}

describe('Bulkhead', () => {
  it('runs tasks concurrently up to its limit, and the queue in order', async () => {
    const { start, names, end } = startTasks(2, 2);
    const results = Promise.all(['a', 'b', 'c', 'd'].map(start));
    expect(names()).toEqual(['a', 'b']);
    end('b');
    await nextTurn();
    expect(names()).toEqual(['a', 'c']);
    end('a');
    end('c');
    await nextTurn();
    expect(names()).toEqual(['d']);
    end('d');
    await expect(results).resolves.toEqual(['a', 'b', 'c', 'd']);
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
