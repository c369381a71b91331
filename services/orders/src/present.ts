import { type Order as OrderView, refundReasonOf } from '@ecommerce/contracts';
import type { HistoryEntry, Order } from './order.ts';

/** Formats an order as the API returns it. */
export const present = (order: Order): OrderView => ({
  id: String(order._id),
  userId: order.userId,
  status: order.status,
  items: order.items.map(({ productId, titleSnapshot, priceSnapshot, quantity }) => ({
    productId,
    titleSnapshot,
    priceSnapshot,
    quantity,
  })),
  total: order.total,
  version: order.version,
  history: order.history.toSorted(byTime).map(presentStep),
  createdAt: order.createdAt.toISOString(),
  updatedAt: order.updatedAt.toISOString(),
});

function presentStep({ type, at, reason, reasonCode: stored }: HistoryEntry): OrderView['history'][number] {
  const reasonCode = type === 'refunded' ? refundReasonOf(reason, stored) : undefined;
  return { type, at: at.toISOString(), reason, ...(reasonCode && { reasonCode }) };
}

/** Events arrive in any order. The sort is stable, so simultaneous entries keep their order of arrival. */
const byTime = (one: HistoryEntry, other: HistoryEntry): number => one.at.getTime() - other.at.getTime();
