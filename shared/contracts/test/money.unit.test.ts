import { MAX_PRICE, Price, toCents, toDollars } from '@ecommerce/contracts';
import { check, fc } from '@ecommerce/test-kit/properties';

const anyCents = fc.integer({ min: 1, max: toCents(MAX_PRICE) });

describe('toCents', () => {
  it('reverses toDollars for every amount', () => {
    check(fc.property(anyCents, (cents) => expect(toCents(toDollars(cents))).toBe(cents)));
  });

  it.each([
    [1.15, 115],
    [8.2, 820],
    [0.29, 29],
    [1.005, 100],
    [999_999.99, 99_999_999],
  ])('%d dollars are %i cents', (dollars, cents) => {
    expect(toCents(dollars)).toBe(cents);
  });
});

describe('Price', () => {
  it('accepts every amount in cents and keeps it unchanged', () => {
    check(
      fc.property(anyCents, (cents) => {
        expect(Price.parse(cents / 100)).toBe(cents / 100);
        expect(
          Price.parse(Number(`${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`)),
        ).toBe(cents / 100);
      }),
    );
  });

  it('rejects every amount with a third decimal', () => {
    check(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 1, max: 9 }), (cents, mills) => {
        expect(Price.safeParse(Number(`${(cents * 10 + mills) / 1000}`)).success).toBe(false);
      }),
    );
  });

  it.each([0, -1, 0.009, 1_000_000, Number.NaN, Number.POSITIVE_INFINITY, 0.1 + 0.2])(
    'rejects %d',
    (price) => {
      expect(Price.safeParse(price).success).toBe(false);
    },
  );
});
