import type { ErrorCode, Subject } from '@ecommerce/contracts';
import { stateMachine } from '@ecommerce/service-kit/runtime';
import type { OrderPayment } from './order-payment.ts';
import type { ChargeOutcome } from './stripe-gateway.ts';

/** The state of a payment, from the fields that are stored. */
export function stateOf({ charge, refund, cancelled }: OrderPayment) {
  if (refund) return refund.state === 'due' ? 'refund due' : 'refund done';
  if (charge?.state === 'succeeded') return 'succeeded';
  if (charge) return cancelled ? 'cancelled while pending' : 'pending';
  return cancelled ? 'cancelled' : 'no charge';
}

/** What happens to a payment, with what is to be stored of it. */
export type PaymentEvent =
  | ChargeOutcome
  | { kind: 'pay'; token: string }
  | { kind: 'cancelled' | 'outOfStock' }
  | { kind: 'refunded'; stripeRefundId: string }
  | { kind: 'refundFailed'; attempt: number };

export type PaymentState = ReturnType<typeof stateOf>;
type Action = 'charge' | 'drop' | 'retry' | 'refund' | `publish ${Subject}` | { reject: ErrorCode };

/**
 * The payment of an order. Events come late, early and again: where the table has no row, they change nothing. A charge
 * that succeeds after the cancellation is refunded and never published.
 */
export const transition = stateMachine<PaymentState, PaymentEvent['kind'], Action>([
  // state                     event            next state                 action
  ['no charge', 'pay', 'pending', 'charge'],
  ['no charge', 'cancelled', 'cancelled'],
  ['pending', 'pay', 'pending', { reject: 'payment_in_progress' }],
  ['pending', 'succeeded', 'succeeded', 'publish payment:created'],
  ['pending', 'declined', 'no charge', 'publish payment:declined'],
  ['pending', 'invalidRequest', 'no charge', 'drop'],
  ['pending', 'authFailed', 'no charge', 'drop'],
  ['pending', 'notFound', 'no charge', 'drop'],
  ['pending', 'indeterminate', 'pending', 'retry'],
  ['pending', 'cancelled', 'cancelled while pending'],
  ['succeeded', 'pay', 'succeeded', { reject: 'order_paid' }],
  ['succeeded', 'cancelled', 'refund due', 'refund'],
  ['succeeded', 'outOfStock', 'refund due', 'refund'],
  ['cancelled', 'pay', 'cancelled', { reject: 'order_cancelled' }],
  ['cancelled while pending', 'pay', 'cancelled while pending', { reject: 'order_cancelled' }],
  ['cancelled while pending', 'succeeded', 'refund due', 'refund'],
  ['cancelled while pending', 'declined', 'cancelled', 'publish payment:declined'],
  ['cancelled while pending', 'invalidRequest', 'cancelled', 'drop'],
  ['cancelled while pending', 'authFailed', 'cancelled', 'drop'],
  ['cancelled while pending', 'notFound', 'cancelled', 'drop'],
  ['cancelled while pending', 'indeterminate', 'cancelled while pending', 'retry'],
  ['refund due', 'pay', 'refund due', { reject: 'order_refunded' }],
  ['refund due', 'refunded', 'refund done', 'publish payment:refunded'],
  ['refund due', 'refundFailed', 'refund due', 'retry'],
  ['refund done', 'pay', 'refund done', { reject: 'order_refunded' }],
]);
