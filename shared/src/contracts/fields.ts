import { z } from 'zod';

/** A Mongo id in hex, normalised to lower case. */
export const Id = z
  .string()
  .regex(/^[0-9a-fA-F]{24}$/, 'must be an id of 24 hex digits')
  .toLowerCase();

/** Of a path such as `/api/orders/:id`. */
export const IdParams = z.object({ id: Id });

/** US dollars, at most two decimals, within what Stripe takes for one charge. */
export const Price = z
  .number()
  .min(0.01)
  .max(999_999.99)
  // Not zod's own `multipleOf`, which lets 0.1 + 0.2 pass.
  .refine((dollars) => Number(dollars.toFixed(2)) === dollars, 'must have at most two decimals')
  .meta({ multipleOf: 0.01, description: 'US dollars' });

/** Pieces on stock. */
export const Stock = z.int().min(0).max(1_000_000);

/** Pieces in a cart or an order. */
export const Quantity = z.int().min(1).max(10_000);

/** No control character, in a pattern that every tool for JSON Schema can make text of: not all know `\p{Cc}`. */
const PRINTABLE = '^[^\\u0000-\\u001f\\u007f-\\u009f]*$';

/** One line of text for people: trimmed, without control characters. */
export const line = (max: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(max)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, 'must not hold control characters or halves of characters')
    .meta({ pattern: PRINTABLE });

/** Query strings are text; `?page=` of a list. */
export const PageQuery = z.strictObject({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type PageQuery = z.infer<typeof PageQuery>;

export const Timestamps = { createdAt: z.iso.datetime(), updatedAt: z.iso.datetime() };
