import { z } from 'zod';
import { Id, line, PageQuery, Price, Stock, Timestamps } from './fields.ts';

/** URL parsers pass over blanks and control characters, so these would be stored as they came. */
const ImageUrl = z
  .url({ protocol: /^https?$/ })
  .max(2048)
  .regex(/^[^\s\p{Cc}\p{Cs}]*$/u, 'must not hold blanks or control characters')
  .meta({ pattern: '^https?://[^\\s\\u0000-\\u001f\\u007f-\\u009f]+$' });

export const ProductBody = z.strictObject({
  title: line(200),
  price: Price,
  quantity: Stock,
  imageUrl: ImageUrl.nullish().describe('Absent keeps the picture there is; null takes it away'),
});
export type ProductBody = z.infer<typeof ProductBody>;

/** Who corrects a title need not know how many pieces were sold meanwhile. */
export const ProductChange = ProductBody.extend({
  quantity: Stock.optional().describe('Absent keeps the stock there is'),
});
export type ProductChange = z.infer<typeof ProductChange>;

export const Product = z.object({
  id: Id,
  title: z.string(),
  price: z.number(),
  quantity: z.int(),
  userId: Id,
  version: z.int(),
  imageUrl: z.string().nullable(),
  ...Timestamps,
});
export type Product = z.infer<typeof Product>;

export const productSorts = ['newest', 'oldest', 'price', '-price', 'title', '-title'] as const;

export const ProductsQuery = PageQuery.extend({
  search: line(100).optional().describe('A part of the title, in any case'),
  sort: z.enum(productSorts).default('newest'),
  mine: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .default(false)
    .meta({ type: 'boolean', default: false, description: 'Only what the caller sells' }),
});
export type ProductsQuery = z.infer<typeof ProductsQuery>;
