import { obstacleOf } from '../lib/cart-obstacle';

describe('obstacleOf', () => {
  it.each([
    [
      'nothing for lines in stock or with unknown stock',
      [{ quantity: 2, available: 2 }, { quantity: 9 }],
      undefined,
    ],
    ['stock for a line with more than the stock', [{ quantity: 1 }, { quantity: 3, available: 2 }], 'stock'],
    [
      'removed rather than stock',
      [
        { quantity: 3, available: 2 },
        { quantity: 1, available: 0, removed: true },
      ],
      'removed',
    ],
  ])('returns %s', (_what, lines, obstacle) => {
    expect(obstacleOf(lines)).toBe(obstacle);
  });
});
