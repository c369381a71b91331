import { invalid } from './errors.ts';
import type { StripeErrorBody } from './objects.ts';

const declined = (decline_code: string, message: string): StripeErrorBody => ({
  type: 'card_error',
  code: 'card_declined',
  decline_code,
  message,
});

/** Stripe's test tokens (https://docs.stripe.com/testing) and their declines; undefined for cards that succeed. */
const tokens: Record<string, StripeErrorBody | undefined> = {
  tok_visa: undefined,
  tok_mastercard: undefined,
  tok_chargeDeclined: declined('generic_decline', 'Your card was declined.'),
  tok_chargeDeclinedInsufficientFunds: declined('insufficient_funds', 'Your card has insufficient funds.'),
};

/**
 * Returns the decline of a test card, or undefined if a charge succeeds.
 * @throws StripeError for an unknown token
 */
export function declineOf(token: string): StripeErrorBody | undefined {
  if (!Object.hasOwn(tokens, token))
    throw invalid(`No such token: '${token}'`, 'resource_missing', 'payment_method_data[card][token]');
  return tokens[token];
}
