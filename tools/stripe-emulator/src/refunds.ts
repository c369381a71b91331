import type { z } from 'zod';
import { findIntent, newId, now } from './intents.ts';
import { invalid, type Refund } from './objects.ts';
import type { CreateRefund } from './params.ts';
import type { Store } from './store.ts';

/** @throws StripeError when there is not that much left to give back */
export function createRefund(store: Store, params: z.infer<typeof CreateRefund>): Refund {
  const intent = findIntent(store, params.payment_intent);
  if (intent.status !== 'succeeded')
    throw invalid(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
  const given = store.refundsOf(intent.id).reduce((sum, refund) => sum + refund.amount, 0);
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
  store.saveRefund(refund);
  return refund;
}

/** @throws StripeError 404 */
export function findRefund(store: Store, id: string): Refund {
  const refund = store.refunds.get(id);
  if (!refund) throw invalid(`No such refund: '${id}'`, 'resource_missing', 'id', 404);
  return refund;
}
