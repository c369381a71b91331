import type { EventData, Line, RefundReason } from '@ecommerce/contracts';
import type { Aggregate } from '@ecommerce/service-kit/domain';

/** Details of an order, from `order:created` or from the orders service. */
interface OrderDetails {
  userId: string;
  totalCents: number;
  items: Line[];
  /** When the order was placed; absent in older records, for which the time of the record itself counts. */
  placedAt?: Date;
}

/** One attempt to charge a card, stored before the call to Stripe. */
export interface Charge {
  state: 'pending' | 'succeeded';
  paymentId: string;
  idempotencyKey: string;
  /** The card token, for repeating the call; null once the outcome is known. */
  token: string | null;
  startedAt: Date;
  stripeId: string | null;
  /** The trace of the request to pay; absent in older records. */
  traceparent?: string;
}

export interface Refund {
  state: 'due' | 'done';
  reason: string;
  /** Absent in records stored before codes existed; `refundReasonOf` derives it from `reason`. */
  reasonCode?: RefundReason;
  attempt: number;
  stripeRefundId: string | null;
  /** The trace of the event or request that made the refund due; absent in older records. */
  traceparent?: string;
}

/** The payment of an order, in one document so that the order cannot be charged twice. `_id` is the order id. */
export interface OrderPayment extends Aggregate {
  /** Null while only the cancellation is known: `order:cancelled` can arrive first. */
  order: OrderDetails | null;
  cancelled: boolean;
  /** Number of charges attempted; part of the idempotency key. */
  attempt: number;
  charge: Charge | null;
  /** Times of the declines within 24 hours, oldest first; absent before the first one. */
  declinedAt?: Date[];
  refund: Refund | null;
  /** Time of the next charge or refund attempt; only `next-attempt.ts` reads and writes it. */
  due: Date | null;
  createdAt: Date;
}

/** Builds the payload of payment events. @throws Error unless the charge has succeeded */
export function paymentOf({ _id, order, charge }: OrderPayment): EventData<'payment:created'> {
  if (!order || !charge?.stripeId) throw new Error(`order ${_id} has no succeeded charge`);
  const { userId, items } = order;
  return { id: charge.paymentId, orderId: String(_id), userId, stripeId: charge.stripeId, items };
}
