import type { OrderItem, OrderStatus, OrderStep, RefundReason } from '@ecommerce/contracts';
import { type Aggregate, defineAggregate } from '@ecommerce/service-kit/persistence';
import mongoose from 'mongoose';

export interface Order extends Aggregate {
  userId: string;
  status: OrderStatus;
  items: OrderItem[];
  /** US dollars. */
  total: number;
  /** The payment that completed the order. */
  paymentId: string | null;
  /** Sorted by when this service received the events. */
  history: HistoryEntry[];
  createdAt: Date;
  updatedAt: Date;
}

export interface HistoryEntry {
  type: OrderStep['type'];
  at: Date;
  reason: string | null;
  /** Set for refunds only; absent in entries stored before codes existed. */
  reasonCode?: RefundReason;
  /** The event that caused the entry; listeners skip an event they find here. Null for requests to the API. */
  eventId: string | null;
}

const item = new mongoose.Schema<OrderItem>(
  { productId: String, titleSnapshot: String, priceSnapshot: Number, quantity: Number },
  { _id: false },
);
const historyEntry = new mongoose.Schema<HistoryEntry>(
  { type: { type: String }, at: Date, reason: String, reasonCode: String, eventId: String },
  { _id: false },
);

export const orderAggregate = defineAggregate<Order>(
  'Order',
  {
    userId: { type: String, required: true },
    status: { type: String, required: true },
    items: [item],
    total: { type: Number, required: true },
    paymentId: { type: String, default: null },
    history: [historyEntry],
  },
  {
    indexes: [
      { userId: 1, createdAt: -1, _id: -1 },
      { userId: 1, status: 1 },
      // Finds open orders after a start, without reading the others.
      { status: 1 },
    ],
  },
);
