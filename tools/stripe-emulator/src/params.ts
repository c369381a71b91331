import { z } from 'zod';
import { invalid } from './errors.ts';

const integer = z
  .string()
  .regex(/^-?\d+$/, 'Invalid integer')
  .transform(Number);
const list = <T extends z.ZodType>(item: T) => z.union([z.array(item), z.record(z.string(), item)]);

export const CreateIntent = z.strictObject({
  amount: integer,
  currency: z.string().toLowerCase().pipe(z.literal('usd', 'This emulator supports only usd')),
  confirm: z.literal('true', 'This emulator confirms every PaymentIntent as it is created'),
  payment_method_data: z.strictObject({
    type: z.literal('card'),
    card: z.strictObject({ token: z.string() }),
  }),
  allowed_payment_method_types: list(z.literal('card')).optional(),
  error_on_requires_action: z.enum(['true', 'false']).optional(),
  metadata: z.record(z.string().max(40), z.string().max(500)).default({}),
});

export const CreateRefund = z.strictObject({ payment_intent: z.string() });

const limit = z.coerce.number().int().min(1).max(100).default(10);

export const IntentQuery = z.strictObject({
  limit,
  starting_after: z.string().optional(),
  created: z.strictObject({ gte: z.coerce.number() }).optional(),
});
export type IntentQuery = z.infer<typeof IntentQuery>;

export const RefundQuery = z.strictObject({ limit, payment_intent: z.string() });

/** Validates parameters. @throws StripeError for the first invalid one, worded like Stripe's */
export function parse<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const path = issue?.path ?? [];
  if (issue?.code === 'unrecognized_keys') {
    const param = nameOf([...path, issue.keys[0] ?? '']);
    throw invalid(`Received unknown parameter: ${param}`, 'parameter_unknown', param);
  }
  const param = nameOf(path);
  if (issue?.code === 'invalid_type' && issue.message.includes('undefined'))
    throw invalid(`Missing required param: ${param}.`, 'parameter_missing', param);
  throw invalid(`Invalid ${param}: ${issue?.message}`, undefined, param);
}

/** Formats a parameter's name like Stripe: `a[b][c]`. */
const nameOf = ([first, ...rest]: PropertyKey[]): string =>
  String(first) + rest.map((part) => `[${String(part)}]`).join('');
