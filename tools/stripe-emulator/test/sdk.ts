import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';

export const KEY = 'sk_test_of_these_tests';

/** The real SDK, at the emulator's address. */
export const sdk = (port: number, key = KEY): Stripe =>
  new Stripe(key, { protocol: 'http', host: '127.0.0.1', port, maxNetworkRetries: 0, telemetry: false });

export const newId = (): string => randomUUID();

/** The card's half of a request. The types know a card only by its number; the API takes a token. */
export const by = (token: string) => ({
  payment_method_data: {
    type: 'card',
    card: { token },
  } as Stripe.PaymentIntentCreateParams.PaymentMethodData,
});

/** A charge as the shop makes it. */
export const charge = (token = 'tok_visa', metadata: Record<string, string> = {}, amount = 1999) => ({
  amount,
  currency: 'usd',
  confirm: true,
  ...by(token),
  allowed_payment_method_types: ['card'] as Stripe.PaymentIntentCreateParams.AllowedPaymentMethodType[],
  error_on_requires_action: true,
  metadata,
});

/** What a call fails with. */
export const failureOf = (call: Promise<unknown>): Promise<InstanceType<typeof Stripe.errors.StripeError>> =>
  call.then(
    () => Promise.reject(new Error('it did not fail')),
    (error) => error,
  );

export const { errors } = Stripe;
