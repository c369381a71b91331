import type { EventMeta } from '@ecommerce/contracts';
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
import { type Line, withoutPaidLines } from './cart-lines.ts';

/** The cart of one user; `_id` is the user id. */
export interface Cart extends Aggregate {
  items: Line[];
  /** Ids of the last applied events, which make the listener idempotent. */
  applied: string[];
}

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

/** Removes paid products from the cart of a buyer, by the rule in `cart-lines.ts`. Idempotent. */
export async function purge(
  carts: AggregateStore<Cart>,
  userId: string,
  productIds: string[],
  meta: Pick<EventMeta, 'eventId' | 'occurredAt'>,
): Promise<void> {
  const { outcome, before, after } = await updateAggregate(carts, userId, (cart) => {
    const set = withoutPaidLines(cart, productIds, meta);
    return set && { set };
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

/**
 * Removes the cart of a deleted user. Idempotent. The sessions of the user end with the same deletion, so no request can
 * create one afterwards, except a request that is being answered at this moment.
 */
export async function removeCart(carts: AggregateStore<Cart>, userId: string): Promise<void> {
  const { deletedCount } = await carts.collection.deleteOne({ _id: new mongoose.Types.ObjectId(userId) });
  bindLogFields({ result: deletedCount > 0 ? 'removed the cart' : 'the user has no cart' });
}
