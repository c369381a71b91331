import { z } from 'zod';

/**
 * The variable `ORDER_LIFETIME_SECONDS`: the time within which an order must be paid, 24 hours by default. Orders,
 * payments and the storefront must have the same value.
 */
export const OrderLifetimeSeconds = z.coerce.number().int().min(1).max(31_536_000).default(86_400);

/**
 * Returns when an order expires that is still unpaid by then. This is a rule, not a field: it also holds for orders
 * that were stored before it existed.
 */
export const expiryOf = (createdAt: Date, lifetimeSeconds: number): Date =>
  new Date(createdAt.getTime() + lifetimeSeconds * 1000);
