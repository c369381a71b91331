import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { BadRequest, isDuplicateKey } from '@ecommerce/shared';
import mongoose, { type Types } from 'mongoose';
import type { Line } from './checkout.ts';
import { Order } from './order.ts';

/**
 * Places an order, or finds the one that the buyer has placed under this key: a client that got no answer asks again.
 * The order's id follows from the key, so that of two requests at once the database takes one.
 * @throws BadRequest when the key has placed an order of other items
 */
export async function once(
  key: string | undefined,
  userId: string,
  wanted: Line[] | undefined,
  place: (id: Types.ObjectId) => Promise<Order>,
): Promise<Order> {
  if (!key) return place(new mongoose.Types.ObjectId());
  const id = idOf(key, userId);
  const placed = () => Order.findById(id).lean<Order>();
  const order =
    (await placed()) ??
    (await place(id).catch((error) => {
      if (isDuplicateKey(error)) return placed().orFail();
      throw error;
    }));
  if (wanted && !isSame(wanted, order.items))
    throw new BadRequest('This key has placed another order', 'idempotency-key');
  return order;
}

const idOf = (key: string, userId: string): Types.ObjectId =>
  new mongoose.Types.ObjectId(createHash('sha256').update(`${userId} ${key}`).digest().subarray(0, 12));

const isSame = (wanted: Line[], items: Line[]): boolean =>
  isDeepStrictEqual(
    wanted,
    items.map(({ productId, quantity }) => ({ productId, quantity })),
  );
