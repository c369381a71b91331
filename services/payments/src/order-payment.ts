import { type Aggregate, aggregateFields, BadRequest, currentTraceparent } from '@ecommerce/shared';
import mongoose from 'mongoose';

export interface Line {
  productId: string;
  quantity: number;
}

/** What an order asks for; brought by `order:created`, or asked of orders. */
export interface OrderDetails {
  userId: string;
  totalCents: number;
  items: Line[];
}

/** One try to charge a card, stored before Stripe hears of it. */
export interface Charge {
  state: 'pending' | 'succeeded';
  paymentId: string;
  idempotencyKey: string;
  /** The card's token, for asking Stripe the very same again; gone once the outcome is known. */
  token: string | null;
  startedAt: Date;
  stripeId: string | null;
  /** Of the request that it is made for; older records have none. */
  traceparent?: string;
}

export interface Refund {
  state: 'due' | 'done';
  reason: string;
  attempt: number;
  stripeRefundId: string | null;
  /** Of what made it due; older records have none. */
  traceparent?: string;
}

/** All about the money of one order, in one document, so that it can't be charged twice. `_id` is the order's. */
export interface OrderPayment extends Aggregate {
  /** Null while only a cancellation has been heard of: `order:cancelled` can come first. */
  order: OrderDetails | null;
  cancelled: boolean;
  /** Counts the charges tried; part of the idempotency key. */
  attempt: number;
  charge: Charge | null;
  refund: Refund | null;
  /** When the reconciler has to look at it, if ever. */
  due: Date | null;
}

const { Mixed } = mongoose.Schema.Types;
const schema = new mongoose.Schema<OrderPayment>(
  {
    ...aggregateFields,
    order: { type: Mixed, default: null },
    cancelled: { type: Boolean, required: true },
    attempt: { type: Number, required: true },
    charge: { type: Mixed, default: null },
    refund: { type: Mixed, default: null },
    due: { type: Date, default: null },
  },
  { versionKey: false, timestamps: true },
);
schema.index({ due: 1 });
schema.index({ 'outbox.eventId': 1 }, { sparse: true });

export const OrderPayment = mongoose.model<OrderPayment>('OrderPayment', schema);

/** How long whoever started a charge or a refund has to finish it, before the reconciler takes it up. */
export const LEASE_MS = 13_000;
export const inLease = (): Date => new Date(Date.now() + LEASE_MS);

/** @throws BadRequest with the reason why this order can't be paid now */
export function assertPayable({ cancelled, charge, refund }: OrderPayment): void {
  if (refund) throw new BadRequest('This order was refunded; place a new one');
  if (cancelled) throw new BadRequest('This order was cancelled');
  if (charge?.state === 'succeeded') throw new BadRequest('This order is paid already');
  if (charge)
    throw new BadRequest('A payment of this order is under way; look at the order before paying again');
}

/** The fields that give a succeeded charge back. */
export const refundDue = (reason: string): Pick<OrderPayment, 'refund' | 'due'> => ({
  refund: { state: 'due', reason, attempt: 1, stripeRefundId: null, traceparent: currentTraceparent() },
  due: new Date(),
});
