import type { EventMeta, OrderStatus, RefundReason } from '@ecommerce/contracts';
import { ApiError, type Clock, type Decision, event, type PendingEvent } from '@ecommerce/service-kit/domain';
import type { HistoryEntry, Order } from './order.ts';
import { type OrderEvent, transition } from './order-states.ts';

/** Bounds the document, since a card can be declined any number of times. Later events still change the status. */
const MAX_HISTORY = 200;

/** The part of an order that the rules read. */
type State = Pick<Order, 'status' | 'history'>;
type Change = Decision<Order, undefined>;

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
 * Decides the change that an event causes, at most once, by the transitions in `order-states.ts`.
 * @param paymentId id of the payment, stored with the order that it completes
 * @returns undefined when the event was applied before
 */
export function applyEvent(
  { status, history }: State,
  entry: HistoryEntry & { type: OrderEvent },
  paymentId?: string,
): Change | undefined {
  if (history.some((known) => isSame(known, entry))) return;
  const step = transition(status, entry.type);
  return {
    set: {
      ...(step && step.next !== status && { status: step.next, ...(paymentId && { paymentId }) }),
      history: history.length < MAX_HISTORY ? [...history, entry] : history,
    },
    events: (order) => (step?.action === 'publish order:cancelled' ? [orderCancelledEvent(order)] : []),
  };
}

/**
 * Decides the change that the buyer's cancellation causes.
 * @returns undefined when the order was cancelled before
 * @throws ApiError `order_complete`
 */
export function cancel({ status, history }: State, clock: Clock): Change | undefined {
  const step = transition(status, 'cancelled');
  if (step?.action === 'reject') throw new ApiError('order_complete');
  if (!step) return;
  return closed(step.next, history, { type: 'cancelled', at: clock.now(), reason: null, eventId: null });
}

/**
 * Decides the change of an order for which no payment arrived in time.
 * @param reason why it expired, as a sentence for the buyer
 * @returns undefined when the order has been paid or cancelled
 */
export function expire({ status, history }: State, reason: string, clock: Clock): Change | undefined {
  const step = transition(status, 'expired');
  if (!step) return;
  return closed(step.next, history, { type: 'expired', at: clock.now(), reason, eventId: null });
}

const closed = (status: OrderStatus, history: HistoryEntry[], entry: HistoryEntry): Change => ({
  set: { status, history: [...history, entry] },
  events: (order) => [orderCancelledEvent(order)],
});

const orderCancelledEvent = ({ _id, version }: Order): PendingEvent =>
  event('order:cancelled', { id: String(_id), version });
