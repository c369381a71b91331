import { expiryOf } from '@ecommerce/contracts';
import { ApiError } from '@ecommerce/service-kit/http';
import type { Logger } from '@ecommerce/service-kit/observability';
import { type AggregateStore, updateAggregate } from '@ecommerce/service-kit/persistence';
import { Bulkhead } from '@ecommerce/service-kit/runtime';
import mongoose from 'mongoose';
import { applyEvent, assertPayable } from './apply-event.ts';
import { nextAttemptAt } from './next-attempt.ts';
import type { OrderPayment } from './order-payment.ts';
import type { ChargeOutcome, ChargeRequest, StripeGateway } from './stripe-gateway.ts';
import type { DeclineCounter } from './user-declines.ts';

/** Stripe keeps an idempotency key for at least a day. Repeating a call after that could charge twice. */
const IDEMPOTENCY_KEY_TTL_MS = 20 * 3600_000;
/** Stripe has finished a request by then, even one whose caller has disconnected. */
const MAX_IN_FLIGHT_MS = 90_000;

/** The outcome of one attempt, with the record that stores it. */
export interface Attempt {
  outcome: ChargeOutcome;
  record: OrderPayment;
}

/** Payments of all users that wait for another one of the same user. */
const MAX_WAITING = 256;

interface Parts {
  payments: AggregateStore<OrderPayment>;
  declines: DeclineCounter;
  stripe: StripeGateway;
  orderLifetimeSeconds: number;
  log: Logger;
}

/** Charges each order at most once. */
export class ChargeService {
  private readonly payments: AggregateStore<OrderPayment>;
  private readonly declines: DeclineCounter;
  private readonly stripe: StripeGateway;
  private readonly orderLifetimeSeconds: number;
  private readonly log: Logger;
  /** One charge of a user at a time, so that the next one is checked against the outcome of this one. */
  private readonly inTurn = new Bulkhead(Infinity, MAX_WAITING, 'too_many_requests', 1);

  constructor({ payments, declines, stripe, orderLifetimeSeconds, log }: Parts) {
    this.payments = payments;
    this.declines = declines;
    this.stripe = stripe;
    this.orderLifetimeSeconds = orderLifetimeSeconds;
    this.log = log;
  }

  /**
   * Charges an order of this user, in turn with the user's other orders.
   * @param payment the record as last read
   * @throws ApiError when the order cannot be paid now; `too_many_declines`
   */
  async chargeFor(userId: string, payment: OrderPayment, token: string): Promise<Attempt> {
    // A payment in progress is no reason to wait.
    assertPayable(payment, this.isExpired(payment) ? 'payTooLate' : 'pay');
    return this.inTurn.execute(async () => {
      await this.declines.check(userId);
      return this.charge(payment, token);
    }, userId);
  }

  /**
   * Charges an order: claims it with an idempotency key, which excludes other requests, then calls Stripe, then records
   * the outcome.
   * @throws ApiError when the order cannot be paid now
   */
  private async charge(payment: OrderPayment, token: string): Promise<Attempt> {
    const paymentId = String(new mongoose.Types.ObjectId());
    const { after: claimed } = await updateAggregate(this.payments, payment, (current) =>
      applyEvent(
        current,
        this.isExpired(current) ? { kind: 'payTooLate' } : { kind: 'pay', paymentId, token },
        this.payments.clock,
      ),
    );
    const request = claimed && requestOf(claimed);
    if (!request) throw new Error(`order ${payment._id} has no pending charge`);
    const outcome = await this.stripe.charge(request);
    if (outcome.kind === 'authFailed')
      this.log.error({ err: outcome.error, orderId: request.orderId }, 'Stripe rejected the API key');
    return this.recordOutcome(claimed, request, outcome, nextAttemptAt(claimed));
  }

  /** Needs no event of orders, so that an expired order is not charged while the broker is unavailable. */
  private isExpired({ order, createdAt }: OrderPayment): boolean {
    return expiryOf(order?.placedAt ?? createdAt, this.orderLifetimeSeconds) <= this.payments.clock.now();
  }

  /** Settles an indeterminate charge by repeating the call with the same idempotency key. */
  async reconcile(payment: OrderPayment): Promise<void> {
    const request = requestOf(payment);
    if (!request) return;
    const outcome = await this.repeat(request);
    if (outcome.kind === 'indeterminate')
      this.log.warn({ err: outcome.error, orderId: request.orderId }, 'charge indeterminate; will retry');
    await this.recordOutcome(payment, request, outcome);
  }

  private async repeat(request: ChargeRequest): Promise<ChargeOutcome> {
    const ageMs = this.payments.clock.now().getTime() - request.startedAt.getTime();
    if (ageMs > IDEMPOTENCY_KEY_TTL_MS) return this.stripe.find(request);
    const outcome = await this.stripe.charge(request);
    // An earlier call may have been accepted although this one was not.
    if (outcome.kind === 'authFailed') return indeterminate(outcome.error);
    const isFinal = outcome.kind === 'indeterminate' && outcome.replayed && ageMs > MAX_IN_FLIGHT_MS;
    return isFinal ? this.stripe.find(request) : outcome;
  }

  /**
   * Stores the outcome, unless the record has moved on to another charge.
   * @param claimed the record before the call
   * @param lease expiry of the lease under which the key was first used; null for a repeated call
   */
  private async recordOutcome(
    claimed: OrderPayment,
    { orderId, idempotencyKey }: ChargeRequest,
    outcome: ChargeOutcome,
    lease: Date | null = null,
  ): Promise<Attempt> {
    const fields = outcomeFields(outcome);
    this.log.info({ orderId, ...fields }, 'asked Stripe for a charge');
    // First, so that a crash in between counts it too: the reconciler repeats the charge, and its key counts once.
    if (outcome.kind === 'declined' && claimed.order)
      await this.declines.record(claimed.order.userId, idempotencyKey);
    const { after } = await updateAggregate(this.payments, claimed, (current) => {
      if (current.charge?.idempotencyKey !== idempotencyKey) return;
      // The reconciler has renewed the lease and repeats the call with the same key, which may charge.
      const isOvertaken = nextAttemptAt(current)?.getTime() !== lease?.getTime();
      const event = outcome.kind === 'authFailed' && isOvertaken ? indeterminate(outcome.error) : outcome;
      return applyEvent(current, event, this.payments.clock);
    });
    if (!after) throw new ApiError('unavailable');
    // Only a bug leads here: an existing charge was recorded as missing.
    if (fields.stripeId && after.charge?.stripeId !== fields.stripeId)
      this.log.error({ orderId, stripeId: fields.stripeId }, 'orphaned Stripe charge; refund manually');
    return { outcome, record: after };
  }
}

const outcomeFields = (outcome: ChargeOutcome): { outcome: string; reason?: string; stripeId?: string } => ({
  outcome: outcome.kind,
  ...('reason' in outcome && { reason: outcome.reason }),
  ...('stripeId' in outcome && { stripeId: outcome.stripeId }),
});

const indeterminate = (error: unknown): ChargeOutcome => ({ kind: 'indeterminate', error, replayed: false });

function requestOf({ _id, order, charge }: OrderPayment): ChargeRequest | undefined {
  if (!order || charge?.state !== 'pending' || !charge.token) return undefined;
  const { idempotencyKey, token, startedAt } = charge;
  return { orderId: String(_id), idempotencyKey, totalCents: order.totalCents, token, startedAt };
}
