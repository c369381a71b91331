import type { Payment } from '@ecommerce/contracts';
import { ApiError } from '@ecommerce/service-kit/domain';
import type { Attempt } from './charge-service.ts';

/** Formats a payment as the API returns it. @throws ApiError unless the attempt succeeded and is not refunded */
export function present({ outcome, record }: Attempt): Payment {
  if (outcome.kind === 'declined')
    throw new ApiError('card_declined', { message: outcome.reason, field: 'token' });
  if (outcome.kind === 'invalidRequest')
    throw new ApiError('invalid_card_token', { message: outcome.reason, field: 'token' });
  if (outcome.kind !== 'succeeded') throw new ApiError('payment_indeterminate');
  if (record.refund)
    throw new ApiError('order_cancelled', {
      message: 'The order was cancelled during the payment. The payment will be refunded.',
    });
  return { id: record.charge?.paymentId ?? '', orderId: String(record._id), stripeId: outcome.stripeId };
}
