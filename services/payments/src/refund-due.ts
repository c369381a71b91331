import { type RefundReason, refundReasons } from '@ecommerce/contracts';
import { currentTraceparent } from '@ecommerce/service-kit/observability';
import type { Clock } from '@ecommerce/service-kit/runtime';
import { attemptIn } from './next-attempt.ts';
import type { OrderPayment, Refund } from './order-payment.ts';

/** The fields that have a succeeded charge refunded. */
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

/** The sentences of records that were stored before codes existed. */
const codesOfSentences: Record<string, RefundReason> = {
  'The order was cancelled': 'order_cancelled',
  'Not enough stock was left when the payment arrived': 'out_of_stock',
};

/** The code of a refund's reason, of any age. */
export const reasonCodeOf = ({ reason, reasonCode }: Refund): RefundReason | undefined =>
  reasonCode ?? codesOfSentences[reason];
