import type { Logger } from '@ecommerce/service-kit/observability';
import { type AggregateStore, updateAggregate } from '@ecommerce/service-kit/persistence';
import { applyEvent } from './apply-event.ts';
import type { OrderPayment } from './order-payment.ts';
import type { PaymentEvent } from './payment-states.ts';
import type { StripeGateway } from './stripe-gateway.ts';

/** Refunds charges. A failed attempt stores the time of the next one, so retries continue after a restart. */
export class Refunder {
  private readonly payments: AggregateStore<OrderPayment>;
  private readonly stripe: StripeGateway;
  private readonly log: Logger;

  constructor(payments: AggregateStore<OrderPayment>, stripe: StripeGateway, log: Logger) {
    this.payments = payments;
    this.stripe = stripe;
    this.log = log;
  }

  async refund({ _id, charge, refund }: OrderPayment): Promise<void> {
    if (refund?.state !== 'due' || !charge?.stripeId) return;
    const { attempt } = refund;
    const orderId = String(_id);
    try {
      const stripeRefundId = await this.stripe.refund(charge.stripeId, `order:${orderId}:refund:${attempt}`);
      this.log.info({ orderId, stripeRefundId }, 'Stripe refunded the payment');
      await this.record(orderId, { kind: 'refunded', stripeRefundId });
    } catch (err) {
      this.log.error({ err, orderId, attempt }, 'refund failed; will retry');
      await this.record(orderId, { kind: 'refundFailed', attempt });
    }
  }

  private async record(orderId: string, event: PaymentEvent): Promise<void> {
    await updateAggregate(this.payments, orderId, (current) =>
      applyEvent(current, event, this.payments.clock),
    );
  }
}
