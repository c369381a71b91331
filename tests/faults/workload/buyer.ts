import { randomUUID } from 'node:crypto';
import type { Order } from '@ecommerce/shared';
import type { Shop } from '../../checkout/person.ts';
import type { ClientHistory } from '../checker/snapshot.ts';
import { Client } from './client.ts';

/** Buys in every way that there is: at once or over the cart, with good cards and bad ones, twice, and not after all. */
export class Buyer extends Client {
  private readonly offers: () => string[];

  constructor(shop: Shop, history: ClientHistory, seed: string, closed: AbortSignal, offers: () => string[]) {
    super(shop, history, seed, closed);
    this.offers = offers;
  }

  buyAllSorts(): Promise<void> {
    return this.visit([
      [4, () => this.ordered((id) => this.pay(id))],
      [3, () => this.fillCart()],
      [3, () => this.buyCart()],
      [2, () => this.ordered((id) => this.payAfterDecline(id))],
      [1, () => this.ordered((id) => this.cancel(id))],
      [3, () => this.ordered((id) => Promise.all([this.pay(id), this.cancel(id)]))],
      [2, () => this.ordered((id) => Promise.all([this.pay(id), this.pay(id)]))],
      [1, () => this.ordered((id) => this.pay(id).then(() => this.cancel(id)))],
      [1, () => this.ask([200], 'GET', '/api/orders')],
      [1, () => this.browse()],
    ]);
  }

  private async ordered(then: (orderId: string) => Promise<unknown>): Promise<void> {
    const items = this.lines();
    if (items.length > 0) await this.order({ items }, then);
  }

  /** 400: the cart is empty. */
  async order(body: object, then: (orderId: string) => Promise<unknown>): Promise<void> {
    const headers = { 'idempotency-key': randomUUID() };
    const { unanswered } = this;
    const answer = await this.ask([201, 400], 'POST', '/api/orders', body, headers);
    if (answer?.status !== 201) {
      if (this.unanswered > unanswered) this.history.unacknowledgedOrders.push(this.person.id);
      return;
    }
    const order: Order = answer.body;
    this.history.orders.push(order.id);
    await then(order.id);
  }

  private lines() {
    const offers = this.offers();
    if (offers.length === 0) return [];
    const ids = new Set(Array.from({ length: this.random.integer(1, 3) }, () => this.random.pick(offers)));
    return [...ids].map((productId) => ({ productId, quantity: this.random.integer(1, 2) }));
  }

  /** 400: paid, cancelled or under way already, or cancelled meanwhile. */
  async pay(orderId: string, token = 'tok_visa') {
    const answer = await this.ask([201, 400, 402], 'POST', '/api/payments', { orderId, token });
    if (answer?.status === 201) this.history.payments.push({ orderId, stripeId: answer.body.stripeId });
    return answer;
  }

  private async payAfterDecline(orderId: string): Promise<void> {
    await this.pay(orderId, this.random.pick(['tok_chargeDeclined', 'tok_chargeDeclinedInsufficientFunds']));
    await this.pay(orderId);
  }

  /** 400: it is complete. */
  private cancel(orderId: string) {
    return this.ask([200, 400], 'DELETE', `/api/orders/${orderId}`);
  }

  private async fillCart(): Promise<void> {
    for (const line of this.lines()) await this.ask([201, 400], 'POST', '/api/cart/items', line);
  }

  private buyCart(): Promise<void> {
    return this.order({}, (id) => this.pay(id));
  }

  private async browse(): Promise<void> {
    const answer = await this.ask([200], 'GET', '/api/products?limit=50&sort=newest');
    const quantities = (answer?.body ?? []).map(({ quantity }: { quantity: number }) => quantity);
    this.history.lowest = Math.min(this.history.lowest, ...quantities);
  }
}
