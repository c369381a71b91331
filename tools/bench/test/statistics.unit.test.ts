import { cpuTimeIn, differencePer } from '../lib/load/processes.mjs';
import { latencies, median, quantile } from '../lib/load/statistics.mjs';
import { summarizeRounds } from '../lib/report/summary.mjs';

describe('quantile', () => {
  it('interpolates between neighbours of unsorted values', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
    expect(quantile([10, 20, 30], 0.95)).toBe(29);
  });

  it('is NaN without values', () => {
    expect(median([])).toBeNaN();
  });
});

test('latencies names the quantiles after the call', () => {
  expect(latencies('page', [1, 3])).toEqual({ 'page p50, ms': 2, 'page p95, ms': 2.9 });
});

test('cpuTimeIn reads /proc/PID/stat with any program name', () => {
  expect(cpuTimeIn('42 (a b) c) S 1 42 42 0 -1 4194560 100 0 0 0 250 50 9 9 20 0', 100)).toBe(3000);
});

test('differencePer divides the difference of two readings by the count', () => {
  expect(differencePer({ orders: 300, nats: 50 }, { orders: 100, nats: 50 }, 4)).toEqual({
    orders: 50,
    nats: 0,
  });
});

test('summarizeRounds returns the median of the rounds per case and side', () => {
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
        before: { values: { 'checkouts/s': 6, 'CPU per checkout, ms': 7 }, cpuMs: { orders: 6, mongodb: 1 } },
        after: {
          values: { 'checkouts/s': 25, 'CPU per checkout, ms': 26 },
          cpuMs: { orders: 25, mongodb: 1 },
        },
      },
    },
  ]);
});
