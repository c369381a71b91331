import { randomUUID } from 'node:crypto';
import Stripe from 'stripe';

export const KEY = 'sk_test_of_these_tests';
export const { errors } = Stripe;

/** Creates a client of Stripe's SDK, connected to the emulator. */
export const sdk = (port: number, key = KEY): Stripe =>
  new Stripe(key, { protocol: 'http', host: '127.0.0.1', port, maxNetworkRetries: 0, telemetry: false });

export const newId = (): string => randomUUID();

/** The parameters with which the shop creates a charge. */
export const charge = (token = 'tok_visa', metadata: Record<string, string> = {}, amount = 1999) => ({
  amount,
  currency: 'usd',
  confirm: true,
  // The API accepts a token, but the types require a card number.
  payment_method_data: {
    type: 'card',
    card: { token },
  } as Stripe.PaymentIntentCreateParams.PaymentMethodData,
  allowed_payment_method_types: ['card'] as Stripe.PaymentIntentCreateParams.AllowedPaymentMethodType[],
  error_on_requires_action: true,
  metadata,
});

/** Pays an order. The default idempotency key is the order's id. */
export const pay = (
  stripe: Stripe,
  orderId: string,
  { token = 'tok_visa', amount = 1999, key = encodeURI(orderId), timeout = 10_000 } = {},
) => stripe.paymentIntents.create(charge(token, { orderId }, amount), { idempotencyKey: key, timeout });

export const refund = (stripe: Stripe, payment_intent: string, key = `refund of ${payment_intent}`) =>
  stripe.refunds.create({ payment_intent }, { idempotencyKey: key });

export type StripeError = InstanceType<typeof errors.StripeError>;

/** Returns the error with which a call fails. */
export const failureOf = (call: Promise<unknown>): Promise<StripeError> =>
  call.then(
    () => Promise.reject(new Error('the call did not fail')),
    (error) => error,
  );

/** Whether a result or an error is the replayed response of an earlier request. */
export const wasReplayed = (outcome: Stripe.Response<object> | StripeError): boolean => {
  const headers = outcome instanceof Error ? outcome.headers : outcome.lastResponse.headers;
  return headers?.['idempotent-replayed'] === 'true';
};
