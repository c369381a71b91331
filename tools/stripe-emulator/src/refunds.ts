import type { z } from 'zod';
import { invalid } from './errors.ts';
import { newId, now, type Refund } from './objects.ts';
import type { CreateRefund } from './params.ts';
import type { Save, Store } from './store.ts';

/** Refunds a whole charge. @throws StripeError if there is no charge or it is already refunded */
export function createRefund(store: Store, params: z.infer<typeof CreateRefund>, save: Save): Refund {
  const intent = store.intents.get(params.payment_intent);
  if (!intent)
    throw invalid(`No such payment_intent: '${params.payment_intent}'`, 'resource_missing', 'intent', 404);
  if (intent.status !== 'succeeded')
    throw invalid(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`);
  if (store.refundsOf(intent.id).length > 0)
    throw invalid(`Charge ${intent.latest_charge} has already been refunded.`, 'charge_already_refunded');
  const refund: Refund = {
    id: newId('re'),
    object: 'refund',
    amount: intent.amount,
    charge: intent.latest_charge,
    created: now(),
    currency: intent.currency,
    payment_intent: intent.id,
    status: 'succeeded',
  };
  save({ refund });
  return refund;
}
