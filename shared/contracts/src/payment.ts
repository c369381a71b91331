import { z } from 'zod';
import { Id } from './fields.ts';

export const PaymentBody = z.strictObject({
  token: z
    .string()
    .regex(/^[A-Za-z0-9_]{1,255}$/, 'Must be a card token such as tok_visa.')
    .describe('A card token made by Stripe Elements, or a test token'),
  orderId: Id,
});
export type PaymentBody = z.infer<typeof PaymentBody>;

export const Payment = z.object({ id: Id, orderId: Id, stripeId: z.string() });
export type Payment = z.infer<typeof Payment>;
