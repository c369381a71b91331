import { z } from 'zod';
import { MAX_LINES } from './cart.ts';
import { Id, Quantity, Timestamps } from './fields.ts';

export const orderStatuses = ['Created', 'AwaitingPayment', 'Cancelled', 'Complete'] as const;
export const OrderStatus = z.enum(orderStatuses);
export type OrderStatus = z.infer<typeof OrderStatus>;

export const OrderBody = z.strictObject({
  items: z
    .array(z.strictObject({ productId: Id, quantity: Quantity }))
    .min(1)
    .max(MAX_LINES)
    .refine(
      (items) => new Set(items.map((item) => item.productId)).size === items.length,
      'must name each product once',
    )
    .optional(),
});
export type OrderBody = z.infer<typeof OrderBody>;

/** https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/ */
export const OrderHeaders = z.object({
  'idempotency-key': z
    .string()
    .regex(/^[\w-]{8,255}$/, 'must be 8 to 255 letters, digits, - or _')
    .optional()
    .describe(
      'Of your choice, a new one for each order. Sent again, it answers with the order that it has placed',
    ),
});

export const OrderItem = z.object({
  productId: Id,
  titleSnapshot: z.string(),
  priceSnapshot: z.number(),
  quantity: z.int(),
});
export type OrderItem = z.infer<typeof OrderItem>;

/** One thing that happened to an order. */
export const OrderStep = z.object({
  type: z.enum(['ordered', 'declined', 'paid', 'refunded', 'cancelled']),
  at: z.iso.datetime(),
  reason: z
    .string()
    .nullable()
    .describe('Why a card was declined or the money went back, in words for the buyer'),
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
