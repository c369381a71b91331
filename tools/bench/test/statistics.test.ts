import { cpuTimeIn, differencePer } from '../lib/load/processes.mjs';
import { latencies, median, quantile } from '../lib/load/statistics.mjs';
import { summarizeRounds } from '../lib/report/summary.mjs';

describe('quantile', () => {
  it('interpolates between neighbours, in whatever order the values are', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(quantile([10, 20, 30], 0.95)).toBe(29);
  });

  it('is NaN without values', () => {
    expect(median([])).toBeNaN();
  });
});

test('latencies are named after what was timed', () => {
  expect(latencies('page', [1, 3])).toEqual({ 'page p50, ms': 2, 'page p95, ms': 2.9 });
});

test('CPU time is read from /proc, whatever the name of the program is', () => {
  expect(cpuTimeIn('42 (a b) c) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 9 9 20 0', 100)).toBe(3000);
});

test('costs are the difference of two readings for each unit', () => {
  expect(differencePer({ orders: 300, nats: 50 }, { orders: 100, nats: 50 }, 4)).toEqual({
    orders: 50,
    nats: 0,
  });
});

test('each side of a case has the median of its rounds', () => {
  const round = (side: string, round: number, value: number) => ({
    name: 'fresh',
    side,
    round,
    values: { 'checkouts/s': value },
    cpuMs: { orders: value, mongodb: 1 },
  });
  const rounds = [round('before', 1, 5), round('after', 1, 20), round('before', 2, 7), round('after', 2, 30)];
  expect(summarizeRounds(rounds, 'checkout')).toEqual([
    {
      name: 'fresh',
      sides: {
        before: { values: { 'checkouts/s': 6, 'CPU a checkout, ms': 7 }, cpuMs: { orders: 6, mongodb: 1 } },
        after: { values: { 'checkouts/s': 25, 'CPU a checkout, ms': 26 }, cpuMs: { orders: 25, mongodb: 1 } },
      },
    },
  ]);
});
