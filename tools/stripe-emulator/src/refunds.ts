import type { z } from 'zod';
import type { Books } from './books.ts';
import { findIntent, newId, now } from './intents.ts';
import { invalid, type Refund } from './objects.ts';
import type { CreateRefund } from './params.ts';

/** @throws StripeFailure when there is not that much left to give back */
export function createRefund(books: Books, params: z.infer<typeof CreateRefund>): Refund {
  const intent = findIntent(books, params.payment_intent);
  if (intent.status !== 'succeeded')
    throw invalid(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
  const given = books.refundsOf(intent.id).reduce((sum, refund) => sum + refund.amount, 0);
  const left = intent.amount - given;
  if (left === 0)
    throw invalid(`Charge ${intent.latest_charge} has already been refunded.`, 'charge_already_refunded');
  const amount = params.amount ?? left;
  if (amount < 1) throw invalid('Invalid positive integer', 'parameter_invalid_integer', 'amount');
  if (amount > left)
    throw invalid(
      `Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`,
      undefined,
      'amount',
    );
  const refund: Refund = {
    id: newId('re'),
    object: 'refund',
    amount,
    charge: intent.latest_charge,
    created: now(),
    currency: intent.currency,
    metadata: params.metadata,
    payment_intent: intent.id,
    reason: params.reason ?? null,
    status: 'succeeded',
  };
  books.saveRefund(refund);
  return refund;
}

/** @throws StripeFailure 404 */
export function findRefund(books: Books, id: string): Refund {
  const refund = books.refunds.get(id);
  if (!refund) throw invalid(`No such refund: '${id}'`, 'resource_missing', 'id', 404);
  return refund;
}
