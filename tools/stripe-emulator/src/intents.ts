import type { z } from 'zod';
import { declineOf } from './cards.ts';
import { invalid, StripeError } from './errors.ts';
import { newId, now, type PaymentIntent } from './objects.ts';
import type { CreateIntent } from './params.ts';
import type { Save } from './store.ts';

const MIN_CENTS = 50;
const MAX_CENTS = 99_999_999;

/** Creates and confirms a PaymentIntent. @throws StripeError 402 if the card is declined; the intent is saved anyway */
export function createIntent(
  { amount, currency, metadata, payment_method_data }: z.infer<typeof CreateIntent>,
  save: Save,
): PaymentIntent {
  if (amount < MIN_CENTS) throw invalid('Amount must be at least $0.50 usd', 'amount_too_small', 'amount');
  if (amount > MAX_CENTS)
    throw invalid('Amount must be no more than $999,999.99', 'amount_too_large', 'amount');
  const decline = declineOf(payment_method_data.card.token);
  const intent: PaymentIntent = {
    id: newId('pi'),
    object: 'payment_intent',
    amount,
    amount_received: decline ? 0 : amount,
    currency,
    status: decline ? 'requires_payment_method' : 'succeeded',
    created: now(),
    last_payment_error: decline ?? null,
    latest_charge: decline ? null : newId('ch'),
    livemode: false,
    metadata,
    payment_method: decline ? null : newId('pm'),
    payment_method_types: ['card'],
  };
  save({ intent });
  if (decline) throw new StripeError(402, { ...decline, payment_intent: intent });
  return intent;
}
