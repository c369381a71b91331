import { jest } from '@jest/globals';
import { jitter, retry } from '../src/runtime/retry.ts';

const quick = { minDelayMs: 1, maxDelayMs: 4 };
const failure = new Error('not this time');

/** Creates a task that fails until the given attempt. @returns also the attempts so far */
function failingUntil(success: number) {
  const attempts: number[] = [];
  const task = async (attempt: number) => {
    attempts.push(attempt);
    if (attempt < success) throw failure;
    return 'done';
  };
  return { attempts, task };
}

afterEach(() => jest.restoreAllMocks());

describe('retry', () => {
  it('repeats the task until it succeeds', async () => {
    const { attempts, task } = failingUntil(4);
    await expect(retry(task, quick)).resolves.toBe('done');
    expect(attempts).toEqual([1, 2, 3, 4]);
  });

  it('throws the last failure after the given number of attempts', async () => {
    const { attempts, task } = failingUntil(4);
    await expect(retry(task, { ...quick, attempts: 3 })).rejects.toBe(failure);
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('throws immediately when shouldRetry returns false', async () => {
    const { attempts, task } = failingUntil(4);
    await expect(retry(task, { ...quick, shouldRetry: (error) => error !== failure })).rejects.toBe(failure);
    expect(attempts).toEqual([1]);
  });

  it('doubles the delay up to the maximum', async () => {
    jest.spyOn(Math, 'random').mockReturnValue(0.5);
    const delays: number[] = [];
    const onFailedAttempt = (error: unknown, retryInMs: number) => {
      expect(error).toBe(failure);
      delays.push(retryInMs);
    };
    await retry(failingUntil(6).task, { ...quick, onFailedAttempt });
    expect(delays).toEqual([1, 2, 4, 4, 4]);
  });

  it('does not call the task when the signal is already aborted', async () => {
    const { attempts, task } = failingUntil(1);
    const reason = new Error('stopped');
    await expect(retry(task, { ...quick, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    expect(attempts).toEqual([]);
  });

  it.each(['the delay', 'the attempt'])(
    'ends with the reason of a signal that aborts in %s',
    async (when) => {
      const stopping = new AbortController();
      const reason = new Error('stopped');
      const stop = () => stopping.abort(reason);
      const { attempts, task } = failingUntil(2);
      const stopped = retry(
        (attempt) => {
          if (when === 'the attempt') stop();
          return task(attempt);
        },
        {
          minDelayMs: 60_000,
          maxDelayMs: 60_000,
          signal: stopping.signal,
          onFailedAttempt: () => setImmediate(stop),
        },
      );
      await expect(stopped).rejects.toBe(reason);
      expect(attempts).toEqual([1]);
    },
  );
});

describe('jitter', () => {
  it.each([
    [0, 50],
    [0.5, 100],
    [1, 150],
  ])('turns 100 ms with the random number %d into %d ms', (random, ms) => {
    jest.spyOn(Math, 'random').mockReturnValue(random);
    expect(jitter(100)).toBe(ms);
  });
});
