import { type RefundReason, refundReasons } from '@ecommerce/contracts';
import { type Clock, currentTraceparent } from '@ecommerce/service-kit/domain';
import { attemptIn } from './next-attempt.ts';
import type { OrderPayment } from './order-payment.ts';

/** Builds the fields that schedule the refund of a succeeded charge. */
export const refundDue = (reasonCode: RefundReason, clock: Clock): Pick<OrderPayment, 'refund' | 'due'> => ({
  refund: {
    state: 'due',
    reason: refundReasons[reasonCode],
    reasonCode,
    attempt: 1,
    stripeRefundId: null,
    traceparent: currentTraceparent(),
  },
  ...attemptIn(0, clock),
});
