import { z } from 'zod';
import { invalid } from './objects.ts';

const integer = z
  .string()
  .regex(/^-?\d+$/, 'Invalid integer')
  .transform(Number);
const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
const Metadata = z.record(z.string().max(40), z.string().max(500)).default({});
const list = <T extends z.ZodType>(item: T) => z.union([z.array(item), z.record(z.string(), item)]);

const Card = z.strictObject({ type: z.literal('card'), card: z.strictObject({ token: z.string() }) });

export const CreateIntent = z.strictObject({
  amount: integer,
  currency: z.string().toLowerCase().pipe(z.literal('usd', 'This emulator knows usd only')),
  confirm: flag.default(false),
  payment_method_data: Card.optional(),
  allowed_payment_method_types: list(z.literal('card')).optional(),
  error_on_requires_action: flag.optional(),
  description: z.string().optional(),
  metadata: Metadata,
});

export const ConfirmIntent = z.strictObject({
  payment_method_data: Card.optional(),
  error_on_requires_action: flag.optional(),
});

export const CreateRefund = z.strictObject({
  payment_intent: z.string(),
  amount: integer.optional(),
  reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
  metadata: Metadata,
});

const limit = z.coerce.number().int().min(1).max(100).default(10);

export const ListQuery = z.strictObject({
  limit,
  starting_after: z.string().optional(),
  created: z
    .strictObject({ gte: z.coerce.number().optional(), lte: z.coerce.number().optional() })
    .optional(),
});
export type ListQuery = z.infer<typeof ListQuery>;

export const RefundQuery = ListQuery.extend({ payment_intent: z.string().optional() });

export const SearchQuery = z.strictObject({
  query: z.string(),
  limit,
  page: z.coerce.number().int().min(0).default(0),
});
export type SearchQuery = z.infer<typeof SearchQuery>;

/** @throws StripeError in Stripe's words for the first fault */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path.map(String) ?? [];
  const name = (parts: string[]) =>
    parts[0] +
    parts
      .slice(1)
      .map((part) => `[${part}]`)
      .join('');
  if (issue?.code === 'unrecognized_keys') {
    const param = name([...path, issue.keys[0] ?? '']);
    throw invalid(`Received unknown parameter: ${param}`, 'parameter_unknown', param);
  }
  const param = name(path);
  if (issue?.code === 'invalid_type' && issue.message.includes('undefined'))
    throw invalid(`Missing required param: ${param}.`, 'parameter_missing', param);
  throw invalid(`Invalid ${param}: ${issue?.message}`, undefined, param);
}
