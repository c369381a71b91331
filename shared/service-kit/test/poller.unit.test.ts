import { jest } from '@jest/globals';
import { createLogger } from '../src/observability/logger.ts';
import { Poller } from '../src/runtime/poller.ts';

const log = createLogger('test', 'silent');

/** Counts how often a task starts in a period, given the duration of its runs. All in milliseconds. */
async function runsWithin(timeMs: number, durationMs: number): Promise<number> {
  const task = jest.fn(() => new Promise<void>((resolve) => setTimeout(resolve, durationMs)));
  const poller = new Poller(task, 1000, log);
  poller.start();
  await jest.advanceTimersByTimeAsync(timeMs);
  const stopped = poller.stop();
  await jest.advanceTimersByTimeAsync(durationMs);
  await stopped;
  return task.mock.calls.length;
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('Poller', () => {
  it('repeats a quick task after the interval', async () => {
    expect(await runsWithin(10_500, 0)).toBe(11);
  });

  it('limits a slow task to a tenth of the time', async () => {
    expect(await runsWithin(10_500, 300)).toBe(4);
  });

  it('repeats a task within seconds after an outage delayed it', async () => {
    expect(await runsWithin(60_000 + 6000, 60_000)).toBe(2);
  });

  it('repeats a failed task', async () => {
    const task = jest.fn(() => Promise.reject(new Error('failed')));
    const poller = new Poller(task, 1000, log);
    poller.start();
    await jest.advanceTimersByTimeAsync(1500);
    expect(task).toHaveBeenCalledTimes(2);
    await poller.stop();
  });

  it('repeats a failed task within 30 s, although its interval is longer', async () => {
    const task = jest.fn(() => Promise.resolve()).mockRejectedValueOnce(new Error('failed'));
    const poller = new Poller(task, 600_000, log);
    poller.start();
    await jest.advanceTimersByTimeAsync(31_000);
    expect(task).toHaveBeenCalledTimes(2);
    await jest.advanceTimersByTimeAsync(500_000);
    expect(task).toHaveBeenCalledTimes(2);
    await poller.stop();
  });

  it('runs again after a run during which it was triggered', async () => {
    const task = jest.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 100)));
    const poller = new Poller(task, 60_000, log);
    poller.start();
    for (let times = 0; times < 3; times++) poller.trigger();
    await jest.advanceTimersByTimeAsync(1000);
    expect(task).toHaveBeenCalledTimes(2);
    await poller.stop();
  });
});
