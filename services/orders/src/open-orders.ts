import { ApiError, BoundedMap } from '@ecommerce/service-kit/domain';
import type { AggregateStore } from '@ecommerce/service-kit/persistence';
import type { Order } from './order.ts';
import { openStatuses } from './order-states.ts';

/** Buyers with open orders that are remembered; each takes a few KB at most. */
const MAX_BUYERS = 5000;
/** Milliseconds between two counts of a buyer's stored orders. */
const RECOUNT_MS = 5000;

interface Tally {
  /** Ids of the open orders that this instance has written, or has counted. */
  open: Set<string>;
  /** Orders that this instance is placing. */
  placing: number;
  countedAt: number;
  counted: Promise<void>;
}

/**
 * Quota of unpaid orders per buyer. An instance knows the orders that it writes, which costs no database command, and counts
 * the stored ones only for a buyer who reaches the quota by these. A buyer can thus have the quota once per instance, and
 * once more after its restart.
 */
export class OpenOrders {
  private readonly orders: AggregateStore<Order>;
  private readonly quota: number;
  /** By user, least recently used first. */
  private readonly tallies = new BoundedMap<Tally>(MAX_BUYERS);

  constructor(orders: AggregateStore<Order>, quota: number) {
    this.orders = orders;
    this.quota = quota;
    orders.onWrite((_id, order) => order && this.observe(order));
  }

  /** Places an order, which counts from the start. @throws ApiError `quota_orders` */
  async whilePlacing<T>(userId: string, place: () => Promise<T>): Promise<T> {
    const tally = this.tallyOf(userId);
    if (this.isFull(tally)) await this.recount(userId, tally);
    if (this.isFull(tally)) throw new ApiError('quota_orders');
    tally.placing++;
    try {
      return await place();
    } finally {
      tally.placing--;
      this.forgetEmpty(userId, tally);
    }
  }

  private isFull({ open, placing }: Tally): boolean {
    return open.size + placing >= this.quota;
  }

  private observe({ _id, userId, status }: Order): void {
    const tally = this.tallies.get(userId);
    if (!tally) return;
    if (openStatuses.includes(status)) tally.open.add(String(_id));
    else tally.open.delete(String(_id));
    this.forgetEmpty(userId, tally);
  }

  /** Replaces what this instance has seen by what is stored. */
  private recount(userId: string, tally: Tally): Promise<void> {
    const now = performance.now();
    if (now - tally.countedAt >= RECOUNT_MS) {
      tally.countedAt = now;
      tally.counted = this.count(userId, tally.open);
    }
    return tally.counted;
  }

  private async count(userId: string, open: Set<string>): Promise<void> {
    const seen = [...open];
    const stored = await this.orders.collection
      .find({ userId, status: { $in: openStatuses } }, { projection: { _id: 1 } })
      .limit(this.quota)
      .toArray();
    // Orders that were written meanwhile stay.
    for (const id of seen) open.delete(id);
    for (const { _id } of stored) open.add(String(_id));
  }

  private tallyOf(userId: string): Tally {
    const known = this.tallies.get(userId);
    const tally = known ?? {
      open: new Set(),
      placing: 0,
      countedAt: -RECOUNT_MS,
      counted: Promise.resolve(),
    };
    this.tallies.set(userId, tally);
    return tally;
  }

  private forgetEmpty(userId: string, { open, placing }: Tally): void {
    if (open.size === 0 && placing === 0) this.tallies.delete(userId);
  }
}
