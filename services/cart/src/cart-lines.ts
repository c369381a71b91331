import type { EventMeta } from '@ecommerce/contracts';
import { MAX_CART_LINES, MAX_QUANTITY } from '@ecommerce/contracts/limits';
import { ApiError } from '@ecommerce/service-kit/domain';

export interface Line {
  productId: string;
  quantity: number;
  changedAt: Date;
}

/** Exceeds the number of payments that one buyer can have in progress. */
const MAX_APPLIED_EVENTS = 100;

/**
 * Sets the quantity of a product, and adds a line at the end for a new product. A line that has this quantity stays as it
 * is, so that the change of nothing is not written.
 * @throws ApiError `cart_full` or `quantity_limit`
 */
export function withLine(lines: Line[], productId: string, quantity: number, changedAt: Date): Line[] {
  if (lines.some((one) => one.productId === productId && one.quantity === quantity)) return lines;
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
 * @param applied ids of the events applied before
 * @returns the changed fields of the cart; undefined when the event was applied before
 */
export function withoutPaidLines(
  { items, applied }: { items: Line[]; applied: string[] },
  productIds: string[],
  { eventId, occurredAt }: Pick<EventMeta, 'eventId' | 'occurredAt'>,
): { items: Line[]; applied: string[] } | undefined {
  if (applied.includes(eventId)) return;
  const paidAt = new Date(occurredAt);
  return {
    items: items.filter((one) => !productIds.includes(one.productId) || one.changedAt > paidAt),
    applied: [...applied, eventId].slice(-MAX_APPLIED_EVENTS),
  };
}
