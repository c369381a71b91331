import { formatMoney, totalOf } from '../lib/money.ts';

describe('totalOf', () => {
  it('is exact to the cent', () => {
    expect(totalOf([])).toBe(0);
    expect(totalOf([{ price: 0.1, quantity: 3 }])).toBe(0.3);
    expect(
      totalOf([
        { price: 1.15, quantity: 1 },
        { price: 8.2, quantity: 3 },
      ]),
    ).toBe(25.75);
  });
});

describe('formatMoney', () => {
  it.each([
    [0, '$0.00'],
    [19.9, '$19.90'],
    [999_999.99, '$999,999.99'],
  ])('shows %d as %s', (amount, text) => {
    expect(formatMoney(amount)).toBe(text);
  });
});
