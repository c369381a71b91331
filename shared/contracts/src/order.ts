import { z } from 'zod';
import { refundReasonCodes } from './error-codes.ts';
import { Id, Lines, Timestamps } from './fields.ts';

export const orderStatuses = ['Created', 'AwaitingPayment', 'Cancelled', 'Complete'] as const;
export const OrderStatus = z.enum(orderStatuses);
export type OrderStatus = z.infer<typeof OrderStatus>;

export const OrderBody = z.strictObject({ items: Lines.optional() });
export type OrderBody = z.infer<typeof OrderBody>;

/**
 * A structured-field string (`"key"`), or the bare key, of visible ASCII characters. Only a quoted key may contain spaces:
 * https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/
 */
const IdempotencyKey = z
  .string()
  .regex(
    /^(?:"[ !#-[\]-~]{8,255}"|[!#-[\]-~]{8,255})$/,
    'Must be 8 to 255 ASCII characters other than " and \\, in quotes or, without spaces, bare.',
  )
  .transform((key) => key.replaceAll('"', ''));

export const OrderHeaders = z.object({
  'idempotency-key': IdempotencyKey.optional().describe(
    'A value of your choice, new for each order. A request that repeats it is answered with the order it placed',
  ),
});

export const OrderItem = z.object({
  productId: Id,
  titleSnapshot: z.string(),
  priceSnapshot: z.number(),
  quantity: z.int(),
});
export type OrderItem = z.infer<typeof OrderItem>;

/** One step in the history of an order. */
export const OrderStep = z.object({
  type: z.enum(['ordered', 'declined', 'paid', 'refunded', 'cancelled', 'expired']),
  at: z.iso.datetime(),
  reason: z
    .string()
    .nullable()
    .describe(
      'Why the card was declined, the payment refunded or the order expired, as a sentence for the buyer',
    ),
  reasonCode: z.enum(refundReasonCodes).optional().describe('Why the payment was refunded'),
});
export type OrderStep = z.infer<typeof OrderStep>;

export const Order = z.object({
  id: Id,
  userId: Id,
  status: OrderStatus,
  items: z.array(OrderItem),
  total: z.number(),
  version: z.int(),
  history: z.array(OrderStep).default([]).describe('Oldest first'),
  ...Timestamps,
});
export type Order = z.infer<typeof Order>;
