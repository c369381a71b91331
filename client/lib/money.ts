const dollars = new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' });

/** The one place where an amount becomes text. */
export const money = (amount: number): string => dollars.format(amount);

/** The sum of lines in dollars, made in cents as the services make it. */
export const sumOf = (lines: { price: number; quantity: number }[]): number =>
  lines.reduce((cents, { price, quantity }) => cents + Math.round(price * 100) * quantity, 0) / 100;
