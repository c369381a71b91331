import type { EventData, Line, RefundReason } from '@ecommerce/contracts';
import { type Aggregate, defineAggregate } from '@ecommerce/service-kit/persistence';
import mongoose from 'mongoose';

/** What an order asks for, as `order:created` or the orders service says. */
interface OrderDetails {
  userId: string;
  totalCents: number;
  items: Line[];
}

/** One attempt to charge a card, stored before the call of Stripe. */
export interface Charge {
  state: 'pending' | 'succeeded';
  paymentId: string;
  idempotencyKey: string;
  /** The card's token, for repeating the same call; null once the outcome is known. */
  token: string | null;
  startedAt: Date;
  stripeId: string | null;
  /** Of the request that it is made for; absent in older records. */
  traceparent?: string;
}

export interface Refund {
  state: 'due' | 'done';
  reason: string;
  /** Absent in records stored before codes existed; `refundReasonOf` derives it for all. */
  reasonCode?: RefundReason;
  attempt: number;
  stripeRefundId: string | null;
  /** Of what made it due; absent in older records. */
  traceparent?: string;
}

/** The payment of one order, in one document, so that it can't be charged twice. `_id` is the order's. */
export interface OrderPayment extends Aggregate {
  /** Null while only a cancellation is known: `order:cancelled` can come first. */
  order: OrderDetails | null;
  cancelled: boolean;
  /** Counts the charges attempted; part of the idempotency key. */
  attempt: number;
  charge: Charge | null;
  refund: Refund | null;
  /** When the reconciler attempts the charge or refund next; read and written by `next-attempt.ts` only. */
  due: Date | null;
}

const { Mixed } = mongoose.Schema.Types;

export const paymentAggregate = defineAggregate<OrderPayment>(
  'OrderPayment',
  {
    order: { type: Mixed, default: null },
    cancelled: { type: Boolean, required: true },
    attempt: { type: Number, required: true },
    charge: { type: Mixed, default: null },
    refund: { type: Mixed, default: null },
    due: { type: Date, default: null },
  },
  { indexes: [{ due: 1 }] },
);

/** A succeeded charge as events carry it. */
export function paymentOf({ _id, order, charge }: OrderPayment): EventData<'payment:created'> {
  if (!order || !charge?.stripeId) throw new Error(`order ${_id} has no succeeded charge`);
  const { userId, items } = order;
  return { id: charge.paymentId, orderId: String(_id), userId, stripeId: charge.stripeId, items };
}
