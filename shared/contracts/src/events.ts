import { z } from 'zod';
import { refundReasonCodes } from './error-codes.ts';
import { Id } from './fields.ts';
import { OrderItem, OrderStatus } from './order.ts';

const Version = z.int().min(0);
const Lines = z.array(z.object({ productId: Id, quantity: z.int().min(1) })).min(1);

const ProductSnapshot = z.object({
  id: Id,
  title: z.string(),
  price: z.number(),
  quantity: z.int().min(0),
  userId: Id,
  version: Version,
  /** A path in the shop's image store, or the URL of an image elsewhere. */
  imageUrl: z
    .string()
    .regex(/^(\/|https?:)/i, 'Must be a path or a URL.')
    .nullable(),
});

/**
 * All subjects with the schemas of their payloads. Unknown fields are dropped, not rejected, so that a publisher can
 * add a field before its listeners know it.
 */
export const eventSchemas = {
  'session:ended': z.object({ userId: Id, sessionIds: z.array(z.string()).min(1) }),
  'user:deleted': z.object({ id: Id }),
  'product:created': ProductSnapshot,
  'product:updated': ProductSnapshot,
  'product:removed': z.object({ id: Id, version: Version }),
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
    /** Absent in events published before codes existed; a code unknown to this version counts as absent. */
    reasonCode: z.enum(refundReasonCodes).optional().catch(undefined),
  }),
} as const;

export const EventMeta = z.object({
  eventId: z.string().regex(/^[0-9a-zA-Z-]{1,64}$/),
  occurredAt: z.iso.datetime(),
  traceparent: z.string(),
});
export type EventMeta = z.infer<typeof EventMeta>;

export type Subject = keyof typeof eventSchemas;
export type EventData<S extends Subject> = z.infer<(typeof eventSchemas)[S]>;
export const subjects = Object.keys(eventSchemas) as Subject[];

/** Returns the ids by which logs find an event: those of its order and payment, and of what its subject names. */
export function idsOf(subject: Subject, data: object): Record<string, string> {
  const [kind = ''] = subject.split(':');
  const { id, orderId, paymentId } = data as { id?: string; orderId?: string; paymentId?: string };
  const own = `${kind.replaceAll(/-(.)/g, (_, letter: string) => letter.toUpperCase())}Id`;
  return { ...(orderId && { orderId }), ...(paymentId && { paymentId }), ...(id && { [own]: id }) };
}
