import { randomUUID } from 'node:crypto';
import { Client, type ClientContext } from './client.ts';

/** Buys in every possible way: directly or from the cart, with valid and declined cards, twice, and with cancellations. */
export class Buyer extends Client {
  private readonly offers: () => string[];

  /** @param offers returns the ids of the products for sale */
  constructor(context: ClientContext, seed: string, offers: () => string[] = () => []) {
    super(context, seed);
    this.offers = offers;
  }

  run(): Promise<void> {
    return this.repeat([
      [4, () => this.orderAnd((id) => this.pay(id))],
      [3, () => this.fillCart()],
      [3, () => this.orderAnd((id) => this.pay(id), {})],
      [2, () => this.orderAnd((id) => this.payAfterDecline(id))],
      [1, () => this.orderAnd((id) => this.cancel(id))],
      [3, () => this.orderAnd((id) => Promise.all([this.pay(id), this.cancel(id)]))],
      [2, () => this.orderAnd((id) => Promise.all([this.pay(id), this.pay(id)]))],
      [1, () => this.orderAnd((id) => this.pay(id).then(() => this.cancel(id)))],
      [1, () => this.request([200], 'GET', '/api/orders')],
      [1, () => this.browse()],
    ]);
  }

  private async orderAnd(act: (orderId: string) => Promise<unknown>, body: object = { items: this.lines() }) {
    const id = await this.order(body);
    if (id) await act(id);
  }

  /** @returns the id of the order; undefined if there is nothing to order (400) */
  async order(body: { items?: object[] }): Promise<string | undefined> {
    if (body.items?.length === 0) return undefined;
    const headers = { 'idempotency-key': randomUUID() };
    const { unanswered } = this;
    const answer = await this.request([201, 400], 'POST', '/api/orders', body, headers);
    if (answer?.status === 201) {
      this.history.orders.push(answer.body.id);
      return answer.body.id;
    }
    if (this.unanswered > unanswered) this.history.unacknowledgedOrders.push(this.person.id);
    return undefined;
  }

  /** Pays an order. 400 means that it is already paid or cancelled, or that a payment is in progress. */
  async pay(orderId: string, token = 'tok_visa') {
    const answer = await this.request([201, 400, 402], 'POST', '/api/payments', { orderId, token });
    if (answer?.status === 201) this.history.payments.push({ orderId, stripeId: answer.body.stripeId });
    return answer;
  }

  async payAfterDecline(orderId: string): Promise<void> {
    await this.pay(orderId, this.random.pick(['tok_chargeDeclined', 'tok_chargeDeclinedInsufficientFunds']));
    await this.pay(orderId);
  }

  /** Cancels an order. 400 means that it is complete. */
  cancel(orderId: string) {
    return this.request([200, 400], 'DELETE', `/api/orders/${orderId}`);
  }

  async fillCart(lines: object[] = this.lines()): Promise<void> {
    for (const line of lines) await this.request([201, 400], 'POST', '/api/cart/items', line);
  }

  private async browse(): Promise<void> {
    const answer = await this.request([200], 'GET', '/api/products?limit=50&sort=newest');
    this.observe(answer?.body ?? []);
  }

  /** Draws lines to order or to put into the cart. */
  private lines(): object[] {
    const offers = this.offers();
    if (offers.length === 0) return [];
    const ids = new Set(Array.from({ length: this.random.integer(1, 3) }, () => this.random.pick(offers)));
    return [...ids].map((productId) => ({ productId, quantity: this.random.integer(1, 2) }));
  }
}
