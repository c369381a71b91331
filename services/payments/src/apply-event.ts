import { refundReasonOf } from '@ecommerce/contracts';
import {
  ApiError,
  backoffMs,
  type Clock,
  currentTraceparent,
  type Decision,
  event,
} from '@ecommerce/service-kit/domain';
import { assertFewDeclines, isRecent, MAX_DECLINES_PER_ORDER } from './decline-limit.ts';
import { attemptIn, leaseExpiry, noAttempt } from './next-attempt.ts';
import { type Charge, type OrderPayment, paymentOf } from './order-payment.ts';
import { type PaymentEvent, stateOf, transition } from './payment-states.ts';
import { refundDue } from './refund-due.ts';

const RECONCILE_DELAY_MS = 2000;
const REFUND_BACKOFF = { minDelayMs: 2000, maxDelayMs: 5 * 60_000 };

/**
 * Decides the change that an event causes, by the transitions in `payment-states.ts`.
 * @returns undefined when the event arrives too late to change anything
 * @throws ApiError when the transition rejects the event
 */
export function applyEvent(
  payment: OrderPayment,
  incoming: PaymentEvent,
  clock: Clock,
): Decision<OrderPayment, undefined> | undefined {
  const step = transition(stateOf(payment), incoming.kind);
  if (!step) return;
  const { action } = step;
  if (typeof action === 'object') throw new ApiError(action.reject);
  const { charge, refund } = payment;
  switch (incoming.kind) {
    case 'pay':
      assertFewDeclines(payment.declinedAt ?? [], MAX_DECLINES_PER_ORDER, clock);
      return { set: { ...newCharge(payment, incoming, clock), ...leaseExpiry(clock) } };
    // Rejected in every state.
    case 'payTooLate':
      return;
    case 'succeeded': {
      const { stripeId } = incoming;
      const succeeded = charge && { ...charge, state: 'succeeded' as const, token: null, stripeId };
      if (action === 'refund') return { set: { charge: succeeded, ...refundDue('order_cancelled', clock) } };
      return {
        set: { charge: succeeded, ...noAttempt },
        events: (after) => [event('payment:created', paymentOf(after))],
      };
    }
    case 'declined': {
      const declined = event('payment:declined', { orderId: String(payment._id), reason: incoming.reason });
      const earlier = payment.declinedAt?.filter((time) => isRecent(time, clock)) ?? [];
      const declinedAt = [...earlier, clock.now()];
      return { set: { charge: null, declinedAt, ...noAttempt }, events: () => [declined] };
    }
    case 'invalidRequest':
    case 'authFailed':
    case 'notFound':
      return { set: { charge: null, ...noAttempt } };
    case 'indeterminate':
      return { set: attemptIn(RECONCILE_DELAY_MS, clock) };
    case 'cancelled':
      return { set: { cancelled: true, ...(action === 'refund' && refundDue('order_cancelled', clock)) } };
    case 'outOfStock':
      return { set: refundDue('out_of_stock', clock) };
    case 'refunded': {
      if (!refund) return;
      const { stripeRefundId } = incoming;
      const { reason } = refund;
      const reasonCode = refundReasonOf(reason, refund.reasonCode);
      const details = { stripeRefundId, reason, ...(reasonCode && { reasonCode }) };
      return {
        set: { refund: { ...refund, state: 'done', stripeRefundId }, ...noAttempt },
        events: (after) => [event('payment:refunded', { ...paymentOf(after), ...details })],
      };
    }
    case 'refundFailed': {
      if (refund?.attempt !== incoming.attempt) return;
      // The attempt is part of the idempotency key because Stripe replays an error to the same key. A new key cannot
      // refund twice: Stripe refunds at most the charged amount and reports a charge that is already refunded.
      const set = { refund: { ...refund, attempt: refund.attempt + 1 } };
      return { set: { ...set, ...attemptIn(backoffMs(refund.attempt, REFUND_BACKOFF), clock) } };
    }
  }
}

/** @throws ApiError when the order cannot be paid now */
export function assertPayable(payment: OrderPayment, kind: 'pay' | 'payTooLate'): void {
  const action = transition(stateOf(payment), kind)?.action;
  if (typeof action === 'object') throw new ApiError(action.reject);
}

function newCharge(
  { _id, attempt }: OrderPayment,
  { paymentId, token }: { paymentId: string; token: string },
  clock: Clock,
) {
  const charge: Charge = {
    state: 'pending',
    paymentId,
    idempotencyKey: `order:${_id}:attempt:${attempt + 1}`,
    token,
    startedAt: clock.now(),
    stripeId: null,
    traceparent: currentTraceparent(),
  };
  return { attempt: attempt + 1, charge };
}
