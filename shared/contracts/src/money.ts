/** Converts dollars to integer cents. Sums are computed in cents only. */
export const toCents = (dollars: number): number => Math.round(dollars * 100);

/** Converts integer cents to dollars. */
export const toDollars = (cents: number): number => cents / 100;
