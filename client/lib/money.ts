import { toCents, toDollars } from '@ecommerce/contracts/money';

const usd = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** @param amount in US dollars */
export const formatMoney = (amount: number): string => usd.format(amount);

/** The total of lines in US dollars. */
export const totalOf = (lines: { price: number; quantity: number }[]): number =>
  toDollars(lines.reduce((cents, { price, quantity }) => cents + toCents(price) * quantity, 0));
