import { type EventMeta, MAX_CART_LINES, MAX_QUANTITY } from '@ecommerce/contracts';
import { ApiError } from '@ecommerce/service-kit/http';
import { bindLogFields } from '@ecommerce/service-kit/observability';
import {
  type Aggregate,
  type AggregateStore,
  defineAggregate,
  insertAggregate,
  isDuplicateKey,
  updateAggregate,
} from '@ecommerce/service-kit/persistence';
import mongoose from 'mongoose';

interface Line {
  productId: string;
  quantity: number;
  changedAt: Date;
}

/** The cart of one user; `_id` is the user id. */
export interface Cart extends Aggregate {
  items: Line[];
  /** Ids of the last applied events, which make the listener idempotent. */
  applied: string[];
}

/** Exceeds the number of payments that one buyer can have in progress. */
const MAX_APPLIED_EVENTS = 100;

const line = new mongoose.Schema<Line>(
  { productId: String, quantity: Number, changedAt: Date },
  { _id: false },
);

export const cartAggregate = defineAggregate<Cart>(
  'Cart',
  { items: { type: [line], default: [] }, applied: { type: [String], default: [] } },
  { publishesEvents: false },
);

/** Changes the lines of a user's cart, and creates the cart on the first change. */
export async function changeLines(
  carts: AggregateStore<Cart>,
  userId: string,
  change: (lines: Line[], now: Date) => Line[],
): Promise<Cart> {
  const next = (lines: Line[]) => change(lines, carts.clock.now());
  for (;;) {
    const { after } = await updateAggregate(carts, userId, ({ items }) => ({ set: { items: next(items) } }));
    if (after) return after;
    const _id = new mongoose.Types.ObjectId(userId);
    try {
      return await insertAggregate(carts, { _id, items: next([]), applied: [] });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }
}

/**
 * Sets the quantity of a product, and adds a line at the end for a new product.
 * @throws ApiError `cart_full` or `quantity_limit`
 */
export function withLine(lines: Line[], productId: string, quantity: number, changedAt: Date): Line[] {
  const others = lines.filter((one) => one.productId !== productId);
  if (others.length >= MAX_CART_LINES) throw new ApiError('cart_full');
  if (quantity > MAX_QUANTITY) throw new ApiError('quantity_limit', { field: 'quantity' });
  const changed = { productId, quantity, changedAt };
  return others.length === lines.length
    ? [...lines, changed]
    : lines.map((one) => (one.productId === productId ? changed : one));
}

/**
 * Removes paid products, once per event. A line added or changed after the payment stays for the next order.
 */
export async function purge(
  carts: AggregateStore<Cart>,
  userId: string,
  productIds: string[],
  { eventId, occurredAt }: Pick<EventMeta, 'eventId' | 'occurredAt'>,
): Promise<void> {
  const paidAt = new Date(occurredAt);
  const { outcome, before, after } = await updateAggregate(carts, userId, ({ items, applied }) => {
    if (applied.includes(eventId)) return;
    return {
      set: {
        items: items.filter((one) => !productIds.includes(one.productId) || one.changedAt > paidAt),
        applied: [...applied, eventId].slice(-MAX_APPLIED_EVENTS),
      },
    };
  });
  if (outcome === 'missing') return bindLogFields({ result: 'the buyer has no cart' });
  const removed = before.items.length - after.items.length;
  bindLogFields({
    result:
      outcome === 'unchanged'
        ? 'already applied'
        : `purged the cart of ${removed} of ${before.items.length} lines`,
  });
}
