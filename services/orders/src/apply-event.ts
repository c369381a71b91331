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

/** Bounds the document, since a card can be declined any number of times. Later events still change the status. */
const MAX_HISTORY = 200;

/** Builds the history entry of an event. */
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

/** Matches by type, and declines also by event id: an order has at most one payment and one refund. */
const isSame = (one: HistoryEntry, other: HistoryEntry): boolean =>
  one.type === other.type && (one.type !== 'declined' || one.eventId === other.eventId);

/**
 * Applies an event to its order, at most once, by the transitions in `order-states.ts`.
 * @param paymentId id of the payment, stored with the order that it completes
 * @throws Error when the order does not exist, which means a bug in the publisher
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
  if (!after) throw new Error(`order ${orderId} does not exist`);
  bindLogFields({
    result: `${outcome === 'unchanged' ? 'already applied: ' : ''}the order is ${after.status}`,
  });
}

export const orderCancelledEvent = ({ _id, version }: Order): PendingEvent =>
  event('order:cancelled', { id: String(_id), version });
