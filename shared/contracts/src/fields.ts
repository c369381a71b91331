import { z } from 'zod';
import {
  DEFAULT_PAGE_SIZE,
  MAX_CART_LINES,
  MAX_PAGE_SIZE,
  MAX_PRICE,
  MAX_QUANTITY,
  MAX_STOCK,
  MIN_PRICE,
} from './limits.ts';

/** A Mongo id in hex, normalised to lower case. */
export const Id = z
  .string()
  .regex(/^[0-9a-fA-F]{24}$/, 'Must be an id of 24 hex digits.')
  .toLowerCase();

/** Parameters of a path such as `/api/orders/:id`. */
export const IdParams = z.object({ id: Id });

/** US dollars with at most two decimals, within the limits of one Stripe charge. */
export const Price = z
  .number()
  .min(MIN_PRICE)
  .max(MAX_PRICE)
  // zod's own `multipleOf` accepts 0.1 + 0.2.
  .refine((dollars) => Number(dollars.toFixed(2)) === dollars, 'Must have at most two decimals.')
  .meta({ multipleOf: 0.01, description: 'US dollars' });

/** Units in stock. */
export const Stock = z.int().min(0).max(MAX_STOCK);

/** Units in a cart or an order. */
export const Quantity = z.int().min(1).max(MAX_QUANTITY);

/** A product and a number of its units. */
export const Line = z.strictObject({ productId: Id, quantity: Quantity });
export type Line = z.infer<typeof Line>;

/** Lines of one order, with different products. */
export const Lines = z
  .array(Line)
  .min(1)
  .max(MAX_CART_LINES)
  .refine(
    (items) => new Set(items.map((item) => item.productId)).size === items.length,
    'Name each product once.',
  );

/** Pagination of a list; coerces numbers, since query strings are text. */
export const PageQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE_SIZE).default(DEFAULT_PAGE_SIZE),
});
export type PageQuery = z.infer<typeof PageQuery>;

export const Timestamps = { createdAt: z.iso.datetime(), updatedAt: z.iso.datetime() };
