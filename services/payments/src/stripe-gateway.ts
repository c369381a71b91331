import Stripe from 'stripe';

export type ChargeOutcome =
  | { kind: 'succeeded'; stripeId: string }
  /** The card was declined; another attempt needs another idempotency key. */
  | { kind: 'declined'; reason: string }
  /** Stripe rejected the request, such as for its card token: no money moved. */
  | { kind: 'invalidRequest'; reason: string }
  /** Stripe rejected the API key: this call moved no money. */
  | { kind: 'authFailed'; error: unknown }
  /** Stripe has no charge of this idempotency key: no money moved. */
  | { kind: 'notFound' }
  /** Money may have moved. `replayed` when every call with this key gets this answer: then only Stripe's list can tell. */
  | { kind: 'indeterminate'; error: unknown; replayed: boolean };

export interface ChargeRequest {
  orderId: string;
  idempotencyKey: string;
  totalCents: number;
  token: string;
  /** When the idempotency key was first used. */
  startedAt: Date;
}

/** One of the two is set; the key decides where both are. */
interface StripeConfig {
  STRIPE_SECRET_KEY?: string;
  STRIPE_EMULATOR_URL?: string;
}

const { errors } = Stripe;
/** How far Stripe's clock and this one may be apart. */
const CLOCK_SKEW_S = 300;
/** The emulator's default. */
const EMULATOR_KEY = 'sk_test_emulator';

/** Stripe, with its answers as outcomes. */
export class StripeGateway {
  private readonly stripe: Stripe;

  constructor(config: StripeConfig) {
    const emulator = config.STRIPE_SECRET_KEY ? undefined : new URL(config.STRIPE_EMULATOR_URL ?? '');
    this.stripe = new Stripe(config.STRIPE_SECRET_KEY ?? EMULATOR_KEY, {
      // The reconciler retries, also after a crash. (The SDK still retries once, with the same idempotency key, where the
      // connection was closed during the call.)
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

  /** Charges a card; once per idempotency key, however often it is called. */
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
   * Finds a charge by its idempotency key, for when Stripe has no answer stored for the key. Reads the list, since
   * Stripe's search can lag by an hour (https://docs.stripe.com/search#data-freshness).
   */
  async find({ idempotencyKey, startedAt }: ChargeRequest): Promise<ChargeOutcome> {
    try {
      const gte = Math.floor(startedAt.getTime() / 1000) - CLOCK_SKEW_S;
      for await (const intent of this.stripe.paymentIntents.list({ created: { gte }, limit: 100 }))
        if (intent.metadata.idempotencyKey === idempotencyKey) return outcomeOf(intent);
      return { kind: 'notFound' };
    } catch (error) {
      return { kind: 'indeterminate', error, replayed: false };
    }
  }

  /**
   * Refunds a whole charge. One that was refunded before counts as done; one that is pending, since the balance of the
   * shop is too low, does not (https://docs.stripe.com/refunds).
   * @returns the refund's id
   * @throws Stripe's error, or an Error while the refund has not succeeded
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
  return { kind: 'indeterminate', error: new Error(`the payment is ${status}`), replayed: true };
}

function outcomeOfError(error: unknown): ChargeOutcome {
  if (error instanceof errors.StripeCardError) return { kind: 'declined', reason: error.message };
  if (error instanceof errors.StripeInvalidRequestError)
    return { kind: 'invalidRequest', reason: error.message };
  // Not for too many requests (429): that may be the answer to the SDK's own retry of a call that charged.
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
    return { kind: 'authFailed', error };
  // Stripe stores a server error under the key and replays it until the key expires.
  const replayed = error instanceof errors.StripeError && error.headers?.['idempotent-replayed'] === 'true';
  return { kind: 'indeterminate', error, replayed };
}
