import {
  change,
  currentTraceparent,
  draft,
  type EventData,
  type Logger,
  Unavailable,
} from '@ecommerce/shared';
import mongoose from 'mongoose';
import { assertPayable, type Charge, inLease, OrderPayment, refundDue } from './order-payment.ts';
import type { ChargeOutcome, ChargeRequest, StripeGateway } from './stripe-gateway.ts';

/** After this long Stripe may have dropped a key and would charge anew (it keeps them for a day at least). */
const KEY_LIFE_MS = 20 * 3600_000;
/** A request that nobody waits for any more has come to its end at Stripe by then. */
const LATEST_MS = 90_000;
const RETRY_MS = 2000;

/** The end of one attempt, as its record tells it. */
export interface Attempt {
  outcome: ChargeOutcome;
  record: OrderPayment;
}

export class Cashier {
  private readonly stripe: StripeGateway;
  private readonly log: Logger;

  constructor(stripe: StripeGateway, log: Logger) {
    this.stripe = stripe;
    this.log = log;
  }

  /**
   * Charges an order: claims it, so that nobody else can, then asks Stripe, then writes what came of it.
   * @throws BadRequest when it can't be paid now
   */
  async pay(orderId: string, token: string): Promise<Attempt> {
    const claimed = await change(OrderPayment, orderId, (current) => {
      assertPayable(current);
      const attempt = current.attempt + 1;
      const charge: Charge = {
        state: 'pending',
        paymentId: String(new mongoose.Types.ObjectId()),
        idempotencyKey: `order:${orderId}:attempt:${attempt}`,
        token,
        startedAt: new Date(),
        stripeId: null,
        traceparent: currentTraceparent(),
      };
      return { set: { attempt, charge, due: inLease() } };
    });
    const request = claimed && requestOf(claimed);
    if (!request) throw new Error(`order ${orderId} has no record to charge`);
    const outcome = await this.stripe.charge(request);
    if (outcome.kind === 'turnedAway')
      this.log.error({ err: outcome.error, orderId }, 'Stripe turned us away');
    return this.settle(request, outcome, claimed.due);
  }

  /** Finds out what became of a charge whose outcome is not known, by asking the very same again. */
  async reconcile(record: OrderPayment): Promise<void> {
    const request = requestOf(record);
    if (!request || !record.charge) return;
    const age = Date.now() - record.charge.startedAt.getTime();
    let outcome: ChargeOutcome = {
      kind: 'unknown',
      error: new Error('the key is too old to use'),
      final: true,
    };
    if (age < KEY_LIFE_MS) outcome = await this.stripe.charge(request);
    if (outcome.kind === 'unknown' && outcome.final && age > LATEST_MS)
      outcome = await this.stripe.find(request, record.charge.startedAt);
    // An earlier call may have been let in where this one was turned away.
    if (outcome.kind === 'turnedAway') outcome = { ...outcome, kind: 'unknown', final: false };
    if (outcome.kind === 'unknown')
      this.log.warn(
        { err: outcome.error, orderId: request.orderId },
        'still not known whether a charge was made',
      );
    await this.settle(request, outcome);
  }

  /** `lease` tells the first call for a key from later ones. */
  private async settle(
    { orderId, idempotencyKey }: ChargeRequest,
    outcome: ChargeOutcome,
    lease?: Date | null,
  ): Promise<Attempt> {
    this.log.info({ orderId, ...toldOf(outcome) }, 'asked Stripe for a charge');
    const record = await change(OrderPayment, orderId, (current) => {
      const { charge } = current;
      // Somebody else has settled this attempt meanwhile; the same key brought them the same outcome.
      if (charge?.state !== 'pending' || charge.idempotencyKey !== idempotencyKey) return;
      // Being turned away means that nothing was charged, unless the reconciler has called for this key as well.
      const overtaken = outcome.kind === 'turnedAway' && current.due?.getTime() !== lease?.getTime();
      if (outcome.kind === 'unknown' || overtaken) return { set: { due: new Date(Date.now() + RETRY_MS) } };
      if (outcome.kind !== 'succeeded')
        return {
          set: { charge: null, due: null },
          emit: () =>
            outcome.kind === 'declined'
              ? [draft('payment:declined', { orderId, reason: outcome.reason })]
              : [],
        };
      const succeeded = { ...charge, state: 'succeeded' as const, token: null, stripeId: outcome.stripeId };
      if (current.cancelled) return { set: { charge: succeeded, ...refundDue('The order was cancelled') } };
      return {
        set: { charge: succeeded, due: null },
        emit: (after) => [draft('payment:created', paymentOf(after))],
      };
    });
    if (!record) throw new Unavailable();
    // Nothing should lead here: somebody took the attempt for one that was not charged.
    if (outcome.kind === 'succeeded' && record.charge?.stripeId !== outcome.stripeId)
      this.log.error(
        { orderId, stripeId: outcome.stripeId },
        'a charge that no record tells of; give it back by hand',
      );
    return { outcome, record };
  }
}

const toldOf = (outcome: ChargeOutcome) => ({
  outcome: outcome.kind,
  ...('reason' in outcome && { reason: outcome.reason }),
  ...('stripeId' in outcome && { stripeId: outcome.stripeId }),
});

function requestOf({ _id, order, charge }: OrderPayment): ChargeRequest | undefined {
  if (!order || charge?.state !== 'pending' || !charge.token) return undefined;
  const { idempotencyKey, token } = charge;
  return { orderId: String(_id), idempotencyKey, totalCents: order.totalCents, token };
}

/** A succeeded charge as events tell it. */
export function paymentOf({ _id, order, charge }: OrderPayment): EventData<'payment:created'> {
  if (!order || !charge?.stripeId) throw new Error(`order ${_id} has no charge to tell of`);
  const { userId, items } = order;
  return { id: charge.paymentId, orderId: String(_id), userId, stripeId: charge.stripeId, items };
}
