import { type Aggregate, aggregateFields } from '@ecommerce/shared';
import mongoose from 'mongoose';

/**
 * One payment's work on the stock. It touches several documents, so it keeps a record of its own, moves only
 * forward, and can be taken up again by anyone at any point:
 *   taking -> taken -> returning -> returned
 *   taking -> rejecting -> rejected
 */
export interface Settlement extends Aggregate {
  orderId: string;
  items: Line[];
  /** The items that there were not enough of. */
  short: Line[];
  state: 'taking' | 'taken' | 'returning' | 'returned' | 'rejecting' | 'rejected';
}

export interface Line {
  productId: string;
  quantity: number;
}

const lines = [new mongoose.Schema<Line>({ productId: String, quantity: Number }, { _id: false })];
const schema = new mongoose.Schema<Settlement>(
  {
    ...aggregateFields,
    orderId: { type: String, required: true },
    items: lines,
    short: lines,
    state: { type: String, required: true },
  },
  { versionKey: false, timestamps: true },
);
schema.index({ 'outbox.eventId': 1 }, { sparse: true });

export const Settlement = mongoose.model<Settlement>('Settlement', schema);
