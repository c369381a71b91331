import { Periodic } from '@ecommerce/shared';
import { testLog } from '@ecommerce/shared/testing';
import { jest } from '@jest/globals';

/** How often work is begun in the given time, if each run lasts so long. All in milliseconds. */
async function runsWithin(timeMs: number, lastingMs: number): Promise<number> {
  let runs = 0;
  const work = new Periodic(
    () => {
      runs += 1;
      return new Promise((resolve) => setTimeout(resolve, lastingMs));
    },
    1000,
    testLog,
  );
  work.start();
  await jest.advanceTimersByTimeAsync(timeMs);
  const stopped = work.stop();
  await jest.advanceTimersByTimeAsync(lastingMs);
  await stopped;
  return runs;
}

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

test('quick work is done again when its pause is over', async () => {
  expect(await runsWithin(10_500, 0)).toBe(11);
});

test('work that is slow takes a tenth of the time', async () => {
  expect(await runsWithin(10_500, 300)).toBe(4);
});

test('work that was held up by an outage is tried again within seconds', async () => {
  expect(await runsWithin(60_000 + 6000, 60_000)).toBe(2);
});
