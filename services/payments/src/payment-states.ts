import type { ErrorCode, Subject } from '@ecommerce/contracts';
import { stateMachine } from '@ecommerce/service-kit/domain';
import type { OrderPayment } from './order-payment.ts';
import type { ChargeOutcome } from './stripe-gateway.ts';

/** Derives the state of a payment from its stored fields. */
export function stateOf({ charge, refund, cancelled }: OrderPayment) {
  if (refund) return refund.state === 'due' ? 'refund due' : 'refund done';
  if (charge?.state === 'succeeded') return 'succeeded';
  if (charge) return cancelled ? 'cancelled while pending' : 'pending';
  return cancelled ? 'cancelled' : 'no charge';
}

/** Events that change a payment, with the data to store. */
export type PaymentEvent =
  | ChargeOutcome
  | { kind: 'pay'; paymentId: string; token: string }
  /** A request to pay an expired order. */
  | { kind: 'payTooLate' }
  | { kind: 'cancelled' | 'outOfStock' }
  | { kind: 'refunded'; stripeRefundId: string }
  | { kind: 'refundFailed'; attempt: number };

export type PaymentState = ReturnType<typeof stateOf>;
type Action = 'charge' | 'drop' | 'retry' | 'refund' | `publish ${Subject}` | { reject: ErrorCode };

/**
 * Transitions of a payment. Events can arrive late, early or repeatedly; one without a row here changes nothing. A
 * charge that succeeds after the cancellation is refunded and never published.
 */
export const transition = stateMachine<PaymentState, PaymentEvent['kind'], Action>([
  // state                     event            next state                 action
  ['no charge', 'pay', 'pending', 'charge'],
  ['no charge', 'payTooLate', 'no charge', { reject: 'order_expired' }],
  ['no charge', 'cancelled', 'cancelled'],
  ['pending', 'pay', 'pending', { reject: 'payment_in_progress' }],
  ['pending', 'payTooLate', 'pending', { reject: 'payment_in_progress' }],
  ['pending', 'succeeded', 'succeeded', 'publish payment:created'],
  ['pending', 'declined', 'no charge', 'publish payment:declined'],
  ['pending', 'invalidRequest', 'no charge', 'drop'],
  ['pending', 'authFailed', 'no charge', 'drop'],
  ['pending', 'notFound', 'no charge', 'drop'],
  ['pending', 'indeterminate', 'pending', 'retry'],
  ['pending', 'cancelled', 'cancelled while pending'],
  ['succeeded', 'pay', 'succeeded', { reject: 'order_paid' }],
  ['succeeded', 'payTooLate', 'succeeded', { reject: 'order_paid' }],
  ['succeeded', 'cancelled', 'refund due', 'refund'],
  ['succeeded', 'outOfStock', 'refund due', 'refund'],
  ['cancelled', 'pay', 'cancelled', { reject: 'order_cancelled' }],
  ['cancelled', 'payTooLate', 'cancelled', { reject: 'order_expired' }],
  ['cancelled while pending', 'pay', 'cancelled while pending', { reject: 'order_cancelled' }],
  // This payment may have begun in time.
  ['cancelled while pending', 'payTooLate', 'cancelled while pending', { reject: 'order_cancelled' }],
  ['cancelled while pending', 'succeeded', 'refund due', 'refund'],
  ['cancelled while pending', 'declined', 'cancelled', 'publish payment:declined'],
  ['cancelled while pending', 'invalidRequest', 'cancelled', 'drop'],
  ['cancelled while pending', 'authFailed', 'cancelled', 'drop'],
  ['cancelled while pending', 'notFound', 'cancelled', 'drop'],
  ['cancelled while pending', 'indeterminate', 'cancelled while pending', 'retry'],
  ['refund due', 'pay', 'refund due', { reject: 'order_refunded' }],
  ['refund due', 'payTooLate', 'refund due', { reject: 'order_refunded' }],
  ['refund due', 'refunded', 'refund done', 'publish payment:refunded'],
  ['refund due', 'refundFailed', 'refund due', 'retry'],
  ['refund done', 'pay', 'refund done', { reject: 'order_refunded' }],
  ['refund done', 'payTooLate', 'refund done', { reject: 'order_refunded' }],
]);
