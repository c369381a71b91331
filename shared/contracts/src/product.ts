import { z } from 'zod';
import { Id, PageQuery, Price, Stock, Timestamps } from './fields.ts';
import { MAX_SEARCH_LENGTH, MAX_TITLE_LENGTH, MAX_URL_LENGTH } from './limits.ts';
import { inputLine, singleLineText } from './text.ts';

const hasCredentials = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
};

/** URL parsers ignore white space and control characters, which would then be stored. */
const ImageUrl = z
  .url({ protocol: /^https?$/ })
  .max(MAX_URL_LENGTH)
  .regex(/^[^\s\p{Cc}\p{Cs}]*$/u, 'Must not contain white space or control characters.')
  .refine((url) => !hasCredentials(url), 'Must not contain a user name or a password.')
  .meta({ pattern: '^https?://[^\\s\\u0000-\\u001f\\u007f-\\u009f]+$' });

export const ProductBody = z.strictObject({
  title: singleLineText(MAX_TITLE_LENGTH),
  price: Price,
  quantity: Stock,
  imageUrl: ImageUrl.nullish().describe(
    'Absent keeps the current image; null removes it. A URL on the public internet, without credentials',
  ),
});
export type ProductBody = z.infer<typeof ProductBody>;

/** `quantity` is optional, so editing the title cannot overwrite stock sold meanwhile. */
export const ProductChange = ProductBody.extend({
  quantity: Stock.optional().describe('Absent keeps the current stock'),
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

export const productSorts = ['newest', 'oldest', 'price', '-price', 'title', '-title', 'relevance'] as const;

export const ProductsQuery = PageQuery.extend({
  search: inputLine(MAX_SEARCH_LENGTH)
    .optional()
    .describe(
      'Part of a title, or beginnings of its words in any order. Case and diacritics are ignored. ' +
        'If no title matches, words with typing errors are matched too',
    ),
  sort: z
    .enum(productSorts)
    .optional()
    .describe(
      '`relevance` by default with `search`, otherwise `newest`; both sort equal products newest first',
    ),
  mine: z
    .stringbool({ truthy: ['true'], falsy: ['false'] })
    .default(false)
    .meta({ type: 'boolean', default: false, description: 'Only the caller’s products' }),
});
export type ProductsQuery = z.infer<typeof ProductsQuery>;
