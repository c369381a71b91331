import type { EventMeta, RefundReason } from '@ecommerce/contracts';
import { bindLogFields } from '@ecommerce/service-kit/observability';
import {
  type AggregateStore,
  event,
  type PendingEvent,
  updateAggregate,
} from '@ecommerce/service-kit/persistence';
import type { HistoryEntry, Order } from './order.ts';
import { type OrderEvent, transition } from './order-states.ts';

/** A card can be declined again and again; entries beyond this count, but are not kept. */
const MAX_HISTORY = 200;

/** The entry that an event adds to an order's history. */
export const historyEntry = (
  type: OrderEvent,
  { eventId, occurredAt }: EventMeta,
  reason: string | null = null,
  reasonCode?: RefundReason,
): HistoryEntry & { type: OrderEvent } => ({
  type,
  at: new Date(occurredAt),
  reason,
  ...(reasonCode && { reasonCode }),
  eventId,
});

/** True for the same event again: a card can be declined several times, a payment and a refund come once at most. */
const isSame = (one: HistoryEntry, other: HistoryEntry): boolean =>
  one.type === other.type && (one.type !== 'declined' || one.eventId === other.eventId);

/**
 * Applies an event to its order by the table of `order-states.ts`, once per event.
 * @param paymentId of a payment, kept with the order that it completes
 * @throws Error when there is no such order, which can only be an error of the publisher
 */
export async function applyEvent(
  orders: AggregateStore<Order>,
  orderId: string,
  entry: HistoryEntry & { type: OrderEvent },
  paymentId?: string,
): Promise<void> {
  const { outcome, after } = await updateAggregate(orders, orderId, ({ status, history }) => {
    if (history.some((known) => isSame(known, entry))) return;
    const step = transition(status, entry.type);
    return {
      set: {
        ...(step && step.next !== status && { status: step.next, ...(paymentId && { paymentId }) }),
        history: history.length < MAX_HISTORY ? [...history, entry] : history,
      },
      events: (order) => (step?.action === 'publish order:cancelled' ? [orderCancelledEvent(order)] : []),
    };
  });
  if (!after) throw new Error(`there is no order ${orderId}`);
  bindLogFields({
    result: `${outcome === 'unchanged' ? 'already applied: ' : ''}the order is ${after.status}`,
  });
}

export const orderCancelledEvent = ({ _id, version }: Order): PendingEvent =>
  event('order:cancelled', { id: String(_id), version });
