import {
  type Aggregate,
  aggregateFields,
  BadRequest,
  change,
  create,
  isDuplicateKey,
  MAX_LINES,
  note,
  Quantity,
} from '@ecommerce/shared';
import mongoose from 'mongoose';

export interface Line {
  productId: string;
  quantity: number;
  changedAt: Date;
}

/** One a user; `_id` is the user's. */
export interface Cart extends Aggregate {
  items: Line[];
  /** Events that were applied, the last `MARKS`; so that one that comes again changes nothing. */
  applied: string[];
}

/** More than one buyer's payments that could still be under way. */
const MARKS = 100;

const line = new mongoose.Schema<Line>(
  { productId: String, quantity: Number, changedAt: Date },
  { _id: false },
);
const schema = new mongoose.Schema<Cart>(
  {
    ...aggregateFields,
    items: { type: [line], default: [] },
    applied: { type: [String], default: [] },
  },
  { versionKey: false, timestamps: true },
);

export const Cart = mongoose.model<Cart>('Cart', schema);

/** Changes the lines of a user's cart, which is made at the first change. */
export async function changeLines(userId: string, next: (lines: Line[]) => Line[]): Promise<Cart> {
  for (;;) {
    const changed = await change(Cart, userId, ({ items }) => ({ set: { items: next(items) } }));
    if (changed) return changed;
    const first = { _id: new mongoose.Types.ObjectId(userId), items: next([]), applied: [] };
    try {
      return await create(Cart, first);
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

/** @throws BadRequest when the cart would hold too much */
export function withLine(lines: Line[], productId: string, quantity: number): Line[] {
  const others = lines.filter((one) => one.productId !== productId);
  if (others.length >= MAX_LINES)
    throw new BadRequest(`A cart holds at most ${MAX_LINES} different products`);
  if (!Quantity.safeParse(quantity).success)
    throw new BadRequest('The cart would hold too many of this product', 'quantity');
  const changed = { productId, quantity, changedAt: new Date() };
  return others.length === lines.length
    ? [...lines, changed]
    : lines.map((one) => (one.productId === productId ? changed : one));
}

/**
 * Takes what was paid for out of the cart, once an event. A line that was put in or changed after the payment stays:
 * it is meant for the next order.
 */
export async function purge(
  userId: string,
  productIds: string[],
  eventId: string,
  paidAt: Date,
): Promise<void> {
  let did = 'there is no cart';
  await change(Cart, userId, ({ items, applied }) => {
    did = 'the cart was purged before';
    if (applied.includes(eventId)) return;
    const left = items.filter((one) => !productIds.includes(one.productId) || one.changedAt > paidAt);
    did = `purged the cart of ${items.length - left.length} of ${items.length} lines`;
    return { set: { items: left, applied: [...applied, eventId].slice(-MARKS) } };
  });
  note({ did });
}
