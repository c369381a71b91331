import { invalid } from './errors.ts';
import type { StripeErrorBody } from './objects.ts';

const declined = (decline_code: string, message: string): StripeErrorBody => ({
  type: 'card_error',
  code: 'card_declined',
  decline_code,
  message,
});

/** Stripe's test tokens (https://docs.stripe.com/testing) and the outcome of a charge to each. */
const tokens: Record<string, StripeErrorBody | undefined> = {
  tok_visa: undefined,
  tok_mastercard: undefined,
  tok_chargeDeclined: declined('generic_decline', 'Your card was declined.'),
  tok_chargeDeclinedInsufficientFunds: declined('insufficient_funds', 'Your card has insufficient funds.'),
};

/**
 * @returns the decline, or undefined for a good card
 * @throws StripeError for a token that does not exist
 */
export function declineOf(token: string): StripeErrorBody | undefined {
  if (!Object.hasOwn(tokens, token))
    throw invalid(`No such token: '${token}'`, 'resource_missing', 'payment_method_data[card][token]');
  return tokens[token];
}
