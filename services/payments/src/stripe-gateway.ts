import Stripe from 'stripe';
import type { Config } from './config.ts';

export type ChargeOutcome =
  | { kind: 'succeeded'; stripeId: string }
  /** The card was declined; another try needs another key. */
  | { kind: 'declined'; reason: string }
  /** Stripe did not take the request as it was: no money moved. */
  | { kind: 'refused'; reason: string }
  /** Stripe did not let us in, now or before: no money moved. */
  | { kind: 'turnedAway'; error: unknown }
  /** Money may have moved. `final` when Stripe will answer this key so for ever: then only its list can tell. */
  | { kind: 'unknown'; error: unknown; final: boolean };

export interface ChargeRequest {
  orderId: string;
  idempotencyKey: string;
  totalCents: number;
  token: string;
}

const { errors } = Stripe;
/** How far Stripe's clock and ours may be apart. */
const CLOCKS_S = 300;
/** The one that the emulator lets in unless it is told another. */
const EMULATOR_KEY = 'sk_test_emulator';

/** What this service asks of Stripe, in its own words. */
export class StripeGateway {
  private readonly stripe: Stripe;

  constructor(config: Pick<Config, 'STRIPE_SECRET_KEY' | 'STRIPE_EMULATOR_URL'>) {
    const emulator = config.STRIPE_SECRET_KEY ? undefined : new URL(config.STRIPE_EMULATOR_URL ?? '');
    this.stripe = new Stripe(config.STRIPE_SECRET_KEY ?? EMULATOR_KEY, {
      // Repeating is the reconciler's work, which survives a crash. (The SDK still repeats once, with the same key,
      // where the connection was closed under it.)
      maxNetworkRetries: 0,
      timeout: 10_000,
      telemetry: false,
      ...(emulator && {
        protocol: emulator.protocol === 'https:' ? 'https' : 'http',
        host: emulator.hostname,
        port: emulator.port || (emulator.protocol === 'https:' ? 443 : 80),
      }),
    });
  }

  /** The same request with the same key is charged once, however often it is made. */
  async charge({ orderId, idempotencyKey, totalCents, token }: ChargeRequest): Promise<ChargeOutcome> {
    const params = {
      amount: totalCents,
      currency: 'usd',
      confirm: true,
      // The types know a card only by its number here; the API takes a token.
      payment_method_data: {
        type: 'card',
        card: { token },
      } as Stripe.PaymentIntentCreateParams.PaymentMethodData,
      allowed_payment_method_types: ['card'] as Stripe.PaymentIntentCreateParams.AllowedPaymentMethodType[],
      error_on_requires_action: true,
      metadata: { orderId, idempotencyKey },
    };
    try {
      return outcomeOf(await this.stripe.paymentIntents.create(params, { idempotencyKey }));
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  /**
   * Looks a charge up by the key it was made with: for when Stripe has no answer stored for the key. In the list, as
   * Stripe's search can be an hour behind (https://docs.stripe.com/search#data-freshness).
   * @param since when the key was first used
   */
  async find({ idempotencyKey }: ChargeRequest, since: Date): Promise<ChargeOutcome> {
    try {
      const gte = Math.floor(since.getTime() / 1000) - CLOCKS_S;
      for await (const intent of this.stripe.paymentIntents.list({ created: { gte }, limit: 100 }))
        if (intent.metadata.idempotencyKey === idempotencyKey) return outcomeOf(intent);
      return { kind: 'refused', reason: 'The payment did not reach Stripe' };
    } catch (error) {
      return { kind: 'unknown', error, final: false };
    }
  }

  /**
   * Gives a whole charge back. One that was given back already counts as done, one that waits for the shop's balance
   * does not (https://docs.stripe.com/refunds).
   * @returns the refund's id
   * @throws Stripe's error, or that it is not done yet
   */
  async refund(stripeId: string, idempotencyKey: string): Promise<string> {
    const { id, status } = await this.refundOf(stripeId, idempotencyKey);
    if (status !== 'succeeded') throw new Error(`the refund ${id} is ${status}`);
    return id;
  }

  private async refundOf(stripeId: string, idempotencyKey: string): Promise<Stripe.Refund> {
    try {
      return await this.stripe.refunds.create({ payment_intent: stripeId }, { idempotencyKey });
    } catch (error) {
      if (!(error instanceof errors.StripeInvalidRequestError && error.code === 'charge_already_refunded'))
        throw error;
      const [latest] = (await this.stripe.refunds.list({ payment_intent: stripeId, limit: 1 })).data;
      if (!latest) throw error;
      return latest;
    }
  }
}

function outcomeOf({ id, status, last_payment_error }: Stripe.PaymentIntent): ChargeOutcome {
  if (status === 'succeeded') return { kind: 'succeeded', stripeId: id };
  if (status === 'requires_payment_method' || status === 'canceled')
    return { kind: 'declined', reason: last_payment_error?.message ?? 'Your card was declined.' };
  return { kind: 'unknown', error: new Error(`the payment is ${status}`), final: true };
}

function outcomeOfError(error: unknown): ChargeOutcome {
  if (error instanceof errors.StripeCardError) return { kind: 'declined', reason: error.message };
  if (error instanceof errors.StripeInvalidRequestError) return { kind: 'refused', reason: error.message };
  // Not where there are too many requests (429): that may be the answer to the SDK's own repeat of one that charged.
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
    return { kind: 'turnedAway', error };
  // A server error that is stored for the key is replayed for as long as the key lives.
  const replayed = error instanceof errors.StripeError && error.headers?.['idempotent-replayed'] === 'true';
  return { kind: 'unknown', error, final: replayed };
}
