import { Poller } from '@ecommerce/service-kit/runtime';
import { testLog } from '@ecommerce/test-kit';
import { jest } from '@jest/globals';

/** How often a task starts within the given time, if each run lasts so long. All in milliseconds. */
async function runsWithin(timeMs: number, durationMs: number): Promise<number> {
  const task = jest.fn(() => new Promise<void>((resolve) => setTimeout(resolve, durationMs)));
  const poller = new Poller(task, 1000, testLog);
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

  it('gives a slow task a tenth of the time', async () => {
    expect(await runsWithin(10_500, 300)).toBe(4);
  });

  it('repeats a task that an outage held up within seconds', async () => {
    expect(await runsWithin(60_000 + 6000, 60_000)).toBe(2);
  });

  it('repeats a task that failed', async () => {
    const task = jest.fn(() => Promise.reject(new Error('failed')));
    const poller = new Poller(task, 1000, testLog);
    poller.start();
    await jest.advanceTimersByTimeAsync(1500);
    expect(task).toHaveBeenCalledTimes(2);
    await poller.stop();
  });

  it('runs once more when it is triggered during a run', async () => {
    const task = jest.fn(() => new Promise<void>((resolve) => setTimeout(resolve, 100)));
    const poller = new Poller(task, 60_000, testLog);
    poller.start();
    for (let times = 0; times < 3; times++) poller.trigger();
    await jest.advanceTimersByTimeAsync(1000);
    expect(task).toHaveBeenCalledTimes(2);
    await poller.stop();
  });
});
