import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Line } from '@ecommerce/contracts';
import { ApiError } from '@ecommerce/service-kit/http';
import { type AggregateStore, isDuplicateKey } from '@ecommerce/service-kit/persistence';
import mongoose, { type Types } from 'mongoose';
import type { Order } from './order.ts';

interface OrderRequest {
  key: string | undefined;
  userId: string;
  /** Undefined for an order of the caller's cart. */
  items: Line[] | undefined;
}

/**
 * Places at most one order per buyer and `Idempotency-Key`
 * (https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/). The order id is derived from the key,
 * so that the database accepts only one of two concurrent requests to different instances.
 */
export class IdempotencyKeys {
  private readonly orders: AggregateStore<Order>;
  /** Ids of the orders that this instance is placing. */
  private readonly inProgress = new Set<string>();

  constructor(orders: AggregateStore<Order>) {
    this.orders = orders;
  }

  /**
   * Places an order, or returns the order that this key has placed: a client that got no answer repeats its request.
   * @throws ApiError `idempotency_key_in_use` while the first request is in progress; `idempotency_key_reused` when the
   *   key has placed an order of other items
   */
  async withIdempotencyKey(
    { key, userId, items }: OrderRequest,
    place: (id: Types.ObjectId) => Promise<Order>,
  ): Promise<Order> {
    if (!key) return place(new mongoose.Types.ObjectId());
    const id = orderIdOf(key, userId);
    const order = (await this.orders.find(id)) ?? (await this.placeOnce(id, place));
    if (items && !isSame(items, order.items))
      throw new ApiError('idempotency_key_reused', { field: 'idempotency-key' });
    return order;
  }

  private async placeOnce(id: Types.ObjectId, place: (id: Types.ObjectId) => Promise<Order>): Promise<Order> {
    if (this.inProgress.has(String(id)))
      throw new ApiError('idempotency_key_in_use', { field: 'idempotency-key' });
    this.inProgress.add(String(id));
    try {
      return await place(id);
    } catch (error) {
      const placed = isDuplicateKey(error) && (await this.orders.find(id));
      if (!placed) throw error;
      return placed;
    } finally {
      this.inProgress.delete(String(id));
    }
  }
}

const orderIdOf = (key: string, userId: string): Types.ObjectId =>
  new mongoose.Types.ObjectId(createHash('sha256').update(`${userId} ${key}`).digest().subarray(0, 12));

const isSame = (wanted: Line[], items: Line[]): boolean =>
  isDeepStrictEqual(
    wanted,
    items.map(({ productId, quantity }) => ({ productId, quantity })),
  );
