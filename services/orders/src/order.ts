import {
  type Aggregate,
  aggregateFields,
  BadRequest,
  type Draft,
  draft,
  type OrderItem,
  type OrderStatus,
  type OrderStep,
} from '@ecommerce/shared';
import mongoose from 'mongoose';

export interface Order extends Aggregate {
  userId: string;
  status: OrderStatus;
  items: OrderItem[];
  /** US dollars. */
  total: number;
  /** The payment that completed it. */
  paymentId: string | null;
  /** In the order in which this service heard of it. */
  history: HistoryEntry[];
  createdAt: Date;
  updatedAt: Date;
}

export interface HistoryEntry {
  type: OrderStep['type'];
  at: Date;
  reason: string | null;
  /** The event that told of it, so that the same one changes nothing when it comes again. */
  eventId: string | null;
}

const item = new mongoose.Schema<OrderItem>(
  { productId: String, titleSnapshot: String, priceSnapshot: Number, quantity: Number },
  { _id: false },
);
const historyEntry = new mongoose.Schema<HistoryEntry>(
  { type: { type: String }, at: Date, reason: String, eventId: String },
  { _id: false },
);
const schema = new mongoose.Schema<Order>(
  {
    ...aggregateFields,
    userId: { type: String, required: true },
    status: { type: String, required: true },
    items: [item],
    total: { type: Number, required: true },
    paymentId: { type: String, default: null },
    history: [historyEntry],
  },
  { versionKey: false, timestamps: true },
);
schema.index({ userId: 1, createdAt: -1, _id: -1 });
schema.index({ 'outbox.eventId': 1 }, { sparse: true });

export const Order = mongoose.model<Order>('Order', schema);

/*
 * The rules of an order's states. They only move forward: Created -> AwaitingPayment -> Complete or Cancelled,
 * and from Complete only a refund leads on. Each rule tells what to set, which is nothing when the event
 * comes too late; channels keep no order between them.
 */
type State = Pick<Order, 'status' | 'paymentId'>;
type Step = Partial<State>;

const isOpen = ({ status }: State) => status === 'Created' || status === 'AwaitingPayment';

/** @throws BadRequest once the order is complete */
export function whenCancelled(order: State): Step {
  if (order.status === 'Complete')
    throw new BadRequest('This order is complete and can no longer be cancelled');
  return isOpen(order) ? { status: 'Cancelled' } : {};
}

/** A payment of an order that was cancelled meanwhile leaves it cancelled; payments gives the money back. */
export const whenPaid = (order: State, paymentId: string): Step =>
  isOpen(order) ? { status: 'Complete', paymentId } : {};

export const whenDeclined = (order: State): Step =>
  order.status === 'Created' ? { status: 'AwaitingPayment' } : {};

/** Also before its payment was heard of, which then finds the order cancelled: an order is charged once at most. */
export const whenRefunded = (): Step => ({ status: 'Cancelled' });

export const tellCancelled = ({ _id, version }: Order): Draft =>
  draft('order:cancelled', { id: String(_id), version });
