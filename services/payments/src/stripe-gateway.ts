import { Agent } from 'node:https';
import Stripe from 'stripe';

export type ChargeOutcome =
  | { kind: 'succeeded'; stripeId: string }
  /** The card was declined; another attempt needs another idempotency key. */
  | { kind: 'declined'; reason: string }
  /** Stripe rejected the request, for example an unknown card token: no money moved. */
  | { kind: 'invalidRequest'; reason: string }
  /** Stripe rejected the API key: this call moved no money. */
  | { kind: 'authFailed'; error: unknown }
  /** Stripe has no charge with this idempotency key: no money moved. */
  | { kind: 'notFound' }
  /** Money may have moved. `replayed`: Stripe replays this answer for the key, so only its list has the outcome. */
  | { kind: 'indeterminate'; error: unknown; replayed: boolean };

export interface ChargeRequest {
  orderId: string;
  idempotencyKey: string;
  totalCents: number;
  token: string;
  /** When the idempotency key was first used. */
  startedAt: Date;
}

/** At least one is set; the key takes precedence. */
interface StripeConfig {
  STRIPE_SECRET_KEY?: string;
  STRIPE_EMULATOR_URL?: string;
}

const { errors } = Stripe;
/** Maximum assumed difference between Stripe's clock and this one, in seconds. */
const CLOCK_SKEW_S = 300;
/** The emulator's default. */
const EMULATOR_KEY = 'sk_test_emulator';

/** Node reads a proxy only as a URL, while many programs accept `host:port` too. */
const withScheme = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      value && /^https?_proxy$/i.test(name) && !value.includes('://') ? `http://${value}` : value,
    ]),
  );

/** Calls Stripe and maps its answers to outcomes. */
export class StripeGateway {
  private readonly stripe: Stripe;

  /** @param env holds the proxy to the internet, if there is one: `HTTPS_PROXY`, which Node 24 and newer read */
  constructor(config: StripeConfig, env = process.env) {
    const agent = { keepAlive: true, proxyEnv: withScheme(env) };
    const emulator = config.STRIPE_SECRET_KEY ? undefined : new URL(config.STRIPE_EMULATOR_URL ?? '');
    this.stripe = new Stripe(config.STRIPE_SECRET_KEY ?? EMULATOR_KEY, {
      // The reconciler retries, also after a crash. (The SDK still retries once, with the same idempotency key, when
      // the connection closes during the call.)
      maxNetworkRetries: 0,
      timeout: 10_000,
      telemetry: false,
      ...(emulator
        ? {
            protocol: emulator.protocol === 'https:' ? 'https' : 'http',
            host: emulator.hostname,
            port: emulator.port || (emulator.protocol === 'https:' ? 443 : 80),
          }
        : { httpAgent: new Agent(agent) }),
    });
  }

  /** Charges a card, at most once per idempotency key. */
  async charge({ orderId, idempotencyKey, totalCents, token }: ChargeRequest): Promise<ChargeOutcome> {
    const params = {
      amount: totalCents,
      currency: 'usd',
      confirm: true,
      // The SDK's types allow only a card number here; the API accepts a token.
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
   * Finds a charge by its idempotency key after Stripe has dropped the key's answer. Reads the list, since Stripe's
   * search can lag by an hour (https://docs.stripe.com/search#data-freshness).
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
   * Refunds a whole charge. A charge that is already refunded counts as success; a refund that is pending, because the
   * shop's balance is too low, does not (https://docs.stripe.com/refunds).
   * @returns the refund id
   * @throws Stripe's error, or an Error while the refund has not succeeded
   */
  async refund(stripeId: string, idempotencyKey: string): Promise<string> {
    const { id, status } = await this.refundOf(stripeId, idempotencyKey);
    if (status !== 'succeeded') throw new Error(`refund ${id} is ${status}`);
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
  return { kind: 'indeterminate', error: new Error(`the payment intent is ${status}`), replayed: true };
}

function outcomeOfError(error: unknown): ChargeOutcome {
  if (error instanceof errors.StripeCardError) return { kind: 'declined', reason: error.message };
  if (error instanceof errors.StripeInvalidRequestError)
    return { kind: 'invalidRequest', reason: error.message };
  // Excludes 429 (too many requests), which can answer the SDK's own retry of a call that charged.
  if (error instanceof errors.StripeAuthenticationError || error instanceof errors.StripePermissionError)
    return { kind: 'authFailed', error };
  // Stripe stores a server error under the key and replays it until the key expires.
  const replayed = error instanceof errors.StripeError && error.headers?.['idempotent-replayed'] === 'true';
  return { kind: 'indeterminate', error, replayed };
}
