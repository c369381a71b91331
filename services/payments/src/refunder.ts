import { change, draft, type Logger } from '@ecommerce/shared';
import { paymentOf } from './cashier.ts';
import { OrderPayment } from './order-payment.ts';
import type { StripeGateway } from './stripe-gateway.ts';

const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 5 * 60_000;

/** Gives charges back, and tries until that has worked. */
export class Refunder {
  private readonly stripe: StripeGateway;
  private readonly log: Logger;

  constructor(stripe: StripeGateway, log: Logger) {
    this.stripe = stripe;
    this.log = log;
  }

  async refund(record: OrderPayment): Promise<void> {
    const { charge, refund } = record;
    if (refund?.state !== 'due' || !charge?.stripeId) return;
    const orderId = String(record._id);
    try {
      const stripeRefundId = await this.stripe.refund(
        charge.stripeId,
        `order:${orderId}:refund:${refund.attempt}`,
      );
      this.log.info({ orderId, stripeRefundId }, 'Stripe has given the payment back');
      await this.done(orderId, stripeRefundId);
    } catch (error) {
      this.log.error(
        { err: error, orderId, attempt: refund.attempt },
        'a refund did not go through; will try again',
      );
      await this.later(orderId, refund.attempt);
    }
  }

  private async done(orderId: string, stripeRefundId: string): Promise<void> {
    await change(OrderPayment, orderId, ({ refund }) => {
      if (refund?.state !== 'due') return;
      return {
        set: { refund: { ...refund, state: 'done' as const, stripeRefundId }, due: null },
        emit: (after) => {
          const { id, userId, items } = paymentOf(after);
          return [
            draft('payment:refunded', { id, orderId, userId, stripeRefundId, items, reason: refund.reason }),
          ];
        },
      };
    });
  }

  /**
   * The next try gets a key of its own, since Stripe replays an error to the same key. That can't give the money
   * back twice: Stripe refuses to refund more than was charged, and says when that has been done.
   */
  private async later(orderId: string, attempt: number): Promise<void> {
    const wait = Math.min(FIRST_RETRY_MS * 2 ** (attempt - 1), LAST_RETRY_MS);
    await change(OrderPayment, orderId, ({ refund }) => {
      if (refund?.state !== 'due' || refund.attempt !== attempt) return;
      return { set: { refund: { ...refund, attempt: attempt + 1 }, due: new Date(Date.now() + wait) } };
    });
  }
}
