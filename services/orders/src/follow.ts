import { change, type Draft, type Meta, note } from '@ecommerce/shared';
import { type HistoryEntry, Order } from './order.ts';

/** A card can be declined again and again; what comes beyond this still counts, but is not told. */
const MAX_HISTORY = 200;

/** What an event adds to an order's history. */
export const entryOf = (
  type: HistoryEntry['type'],
  { eventId, occurredAt }: Meta,
  reason: string | null = null,
): HistoryEntry => ({ type, at: new Date(occurredAt), reason, eventId });

/** A card can be declined several times; money comes and goes back once at most. */
const isSame = (one: HistoryEntry, other: HistoryEntry): boolean =>
  one.type === other.type && (one.type !== 'declined' || one.eventId === other.eventId);

/**
 * Applies one of the rules of `order.ts` to an order that an event speaks of, once an event.
 * @throws Error when there is no such order: orders is where they come from
 */
export async function follow(
  orderId: string,
  entry: HistoryEntry,
  rule: (order: Order) => Partial<Order>,
  emit?: (order: Order) => Draft[],
): Promise<void> {
  let isNew = false;
  const order = await change(Order, orderId, (current) => {
    const { history } = current;
    isNew = !history.some((known) => isSame(known, entry));
    if (!isNew) return;
    const told = history.length < MAX_HISTORY ? [...history, entry] : history;
    return { set: { ...rule(current), history: told }, emit };
  });
  if (!order) throw new Error(`there is no order ${orderId}`);
  note({ did: `${isNew ? '' : 'heard of it before: '}the order is ${order.status}` });
}
