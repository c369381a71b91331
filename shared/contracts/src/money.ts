/** Dollars with two decimals to integer cents. Sums are made in cents only. */
export const toCents = (dollars: number): number => Math.round(dollars * 100);

/** Integer cents back to dollars. */
export const toDollars = (cents: number): number => cents / 100;
