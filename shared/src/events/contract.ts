import { z } from 'zod';
import { Id } from '../contracts/fields.ts';
import { OrderItem, OrderStatus } from '../contracts/order.ts';

const Version = z.int().min(0);
const Lines = z.array(z.object({ productId: Id, quantity: z.int().min(1) })).min(1);

const ProductSnapshot = z.object({
  id: Id,
  title: z.string(),
  price: z.number(),
  quantity: z.int().min(0),
  userId: Id,
  version: Version,
  /** A path in our store of pictures, or a whole address elsewhere; see `media.ts`. */
  imageUrl: z
    .string()
    .regex(/^(\/|https?:)/i, 'must be a path or an address')
    .nullable(),
});

/**
 * Every subject with the schema of its payload. Unknown fields are dropped, not refused,
 * so that a publisher may add one before its consumers know it.
 */
export const eventSchemas = {
  'product:created': ProductSnapshot,
  'product:updated': ProductSnapshot,
  'order:created': z.object({
    id: Id,
    userId: Id,
    status: OrderStatus,
    items: z.array(OrderItem).min(1),
    total: z.number().positive(),
    version: Version,
  }),
  'order:cancelled': z.object({ id: Id, version: Version }),
  'payment:created': z.object({ id: Id, orderId: Id, userId: Id, stripeId: z.string(), items: Lines }),
  'payment:declined': z.object({ orderId: Id, reason: z.string() }),
  'inventory:rejected': z.object({ paymentId: Id, orderId: Id, items: Lines }),
  'payment:refunded': z.object({
    id: Id,
    orderId: Id,
    userId: Id,
    stripeRefundId: z.string(),
    items: Lines,
    reason: z.string(),
  }),
} as const;

export type Subject = keyof typeof eventSchemas;
export type EventData<S extends Subject> = z.infer<(typeof eventSchemas)[S]>;
export const subjects = Object.keys(eventSchemas) as Subject[];

/** The ids by which an event is found in logs: of the order, the payment or the product that it is about. */
export function idsOf(subject: Subject, data: object): Record<string, string> {
  const [kind] = subject.split(':');
  const { id, ...others } = data as { id?: string; orderId?: string; paymentId?: string };
  const { orderId = kind === 'order' ? id : undefined, paymentId = kind === 'payment' ? id : undefined } =
    others;
  return {
    ...(orderId && { orderId }),
    ...(paymentId && { paymentId }),
    ...(kind === 'product' && id && { productId: id }),
  };
}
