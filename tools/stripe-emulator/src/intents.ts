import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { declineOf } from './cards.ts';
import { invalid, type PaymentIntent, StripeError } from './objects.ts';
import type { CreateIntent } from './params.ts';
import type { Store } from './store.ts';

const MIN_CENTS = 50;
const MAX_CENTS = 99_999_999;

export const newId = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;
export const now = (): number => Math.floor(Date.now() / 1000);

/** @throws StripeError 402 when the card is declined; the intent stays, to be confirmed with another card */
export function createIntent(store: Store, params: z.infer<typeof CreateIntent>): PaymentIntent {
  if (params.amount < MIN_CENTS)
    throw invalid('Amount must be at least $0.50 usd', 'amount_too_small', 'amount');
  if (params.amount > MAX_CENTS)
    throw invalid('Amount must be no more than $999,999.99', 'amount_too_large', 'amount');
  const token = params.payment_method_data?.card.token;
  if (token) declineOf(token);
  const id = newId('pi');
  const intent: PaymentIntent = {
    id,
    object: 'payment_intent',
    amount: params.amount,
    amount_received: 0,
    currency: params.currency,
    status: token ? 'requires_confirmation' : 'requires_payment_method',
    client_secret: `${id}_secret_${randomBytes(8).toString('hex')}`,
    created: now(),
    description: params.description ?? null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: params.metadata,
    payment_method: token ? newId('pm') : null,
    payment_method_types: ['card'],
  };
  if (params.confirm) return confirmIntent(store, intent, token);
  if (token && intent.payment_method) store.saveCard({ id: intent.payment_method, token });
  store.saveIntent(intent);
  return intent;
}

/**
 * Charges the given card, or else the one that the intent was created with.
 * @throws StripeError as `createIntent`
 */
export function confirmIntent(store: Store, intent: PaymentIntent, given: string | undefined): PaymentIntent {
  if (intent.status === 'succeeded' || intent.status === 'canceled') throw unexpectedState(intent, 'confirm');
  const token = given ?? store.cards.get(intent.payment_method ?? '')?.token;
  if (!token)
    throw invalid(
      'You cannot confirm this PaymentIntent because it is missing a payment method.',
      'parameter_missing',
    );
  const decline = declineOf(token);
  if (decline) {
    const failed: PaymentIntent = {
      ...intent,
      status: 'requires_payment_method',
      last_payment_error: decline,
      payment_method: null,
    };
    store.saveIntent(failed);
    throw new StripeError(402, { ...decline, payment_intent: failed });
  }
  const paid: PaymentIntent = {
    ...intent,
    status: 'succeeded',
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: newId('ch'),
    payment_method: given ? newId('pm') : intent.payment_method,
  };
  store.saveIntent(paid);
  return paid;
}

export function cancelIntent(store: Store, intent: PaymentIntent): PaymentIntent {
  if (intent.status === 'succeeded' || intent.status === 'canceled') throw unexpectedState(intent, 'cancel');
  const canceled: PaymentIntent = { ...intent, status: 'canceled' };
  store.saveIntent(canceled);
  return canceled;
}

/** @throws StripeError 404 */
export function findIntent(store: Store, id: string): PaymentIntent {
  const intent = store.intents.get(id);
  if (!intent) throw invalid(`No such payment_intent: '${id}'`, 'resource_missing', 'intent', 404);
  return intent;
}

const unexpectedState = ({ status }: PaymentIntent, verb: string): StripeError =>
  invalid(
    `You cannot ${verb} this PaymentIntent because it has a status of ${status}.`,
    'payment_intent_unexpected_state',
  );
