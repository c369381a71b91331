import { check, fc } from '@ecommerce/test-kit/properties';
import { totalOf } from '../src/order-total.ts';

/** Cents and quantity of each line. */
type Lines = [cents: number, quantity: number][];

const itemsOf = (lines: Lines) =>
  lines.map(([cents, quantity]) => ({ priceSnapshot: cents / 100, quantity }));
const anyLines = fc.array(
  fc.tuple(fc.integer({ min: 1, max: 99_999_999 }), fc.integer({ min: 1, max: 10_000 })),
  {
    minLength: 1,
    maxLength: 50,
  },
);
/** Lines of cheap products, whose total is usually within the limits. */
const cheapLines = fc.array(fc.tuple(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 100 })), {
  minLength: 1,
  maxLength: 10,
});

/** The total in exact integers, or the error. */
function expected(lines: Lines): string {
  const cents = lines.reduce((sum, [price, quantity]) => sum + BigInt(price) * BigInt(quantity), 0n);
  if (cents < 50n) return 'order_total_too_low';
  if (cents > 99_999_999n) return 'order_total_too_high';
  return `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`;
}

function actual(lines: Lines): string {
  try {
    return totalOf(itemsOf(lines)).toFixed(2);
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('totalOf', () => {
  it.each<[string, Lines]>([
    [
      '0.50',
      [
        [10, 3],
        [20, 1],
      ],
    ],
    ['59.97', [[1999, 3]]],
    ['1.15', [[115, 1]]],
    ['435.00', [[435, 100]]],
    ['999999.99', [[33_333_333, 3]]],
    ['order_total_too_low', [[49, 1]]],
    [
      'order_total_too_high',
      [
        [99_999_999, 1],
        [1, 1],
      ],
    ],
  ])('is %s for %j', (total, lines) => {
    expect(actual(lines)).toBe(total);
  });

  it('is exact to the cent, and within the limits of a charge', () => {
    check(
      fc.property(fc.oneof(cheapLines, anyLines), (lines) => expect(actual(lines)).toBe(expected(lines))),
    );
  });

  it('is a number without a rounding error', () => {
    check(
      fc.property(cheapLines, (lines) => {
        fc.pre(!expected(lines).startsWith('order'));
        expect(totalOf(itemsOf(lines))).toBe(Number(expected(lines)));
      }),
    );
  });
});
