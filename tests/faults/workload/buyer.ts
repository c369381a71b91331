import { randomUUID } from 'node:crypto';
import type { OrderBody } from '@ecommerce/contracts';
import { Client, type ClientContext } from './client.ts';

type Line = NonNullable<OrderBody['items']>[number];

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
      [1, () => this.signInAgain()],
      [4, () => this.orderAnd((id) => this.pay(id))],
      [3, () => this.fillCart()],
      [3, () => this.orderAnd((id) => this.pay(id), {})],
      [2, () => this.orderAnd((id) => this.payAfterDecline(id))],
      [1, () => this.orderAnd((id) => this.cancel(id))],
      [3, () => this.orderAnd((id) => Promise.all([this.pay(id), this.cancel(id)]))],
      [2, () => this.orderAnd((id) => Promise.all([this.pay(id), this.pay(id)]))],
      [1, () => this.orderAnd((id) => this.pay(id).then(() => this.cancel(id)))],
      [1, () => this.request([200], (api) => api.GET('/api/orders'))],
      [1, () => this.browse()],
    ]);
  }

  private async orderAnd(
    act: (orderId: string) => Promise<unknown>,
    body: OrderBody = { items: this.lines() },
  ) {
    const id = await this.order(body);
    if (id) await act(id);
  }

  /** @returns the id of the order; undefined if there is nothing to order, or a product is removed or sold out (400) */
  async order(body: OrderBody): Promise<string | undefined> {
    if (body.items?.length === 0) return undefined;
    const params = { header: { 'idempotency-key': randomUUID() } };
    const { unanswered } = this;
    const result = await this.request([201, 400], (api) => api.POST('/api/orders', { params, body }));
    if (result?.data) {
      this.history.orders.push(result.data.id);
      return result.data.id;
    }
    if (this.unanswered > unanswered) this.history.unacknowledgedOrders.push(this.person.id);
    if (result && !body.items) await this.dropRemoved();
    return undefined;
  }

  /** Removes the lines of removed products from the cart, which cannot be ordered with them. */
  private async dropRemoved(): Promise<void> {
    const cart = await this.request([200], (api) => api.GET('/api/cart'));
    for (const { productId } of cart?.data?.items.filter(({ removed }) => removed) ?? [])
      await this.request([200, 404], (api) =>
        api.DELETE('/api/cart/items/{productId}', { params: { path: { productId } } }),
      );
  }

  /** Pays an order. 400 means that it is already paid or cancelled, or that a payment is in progress. */
  async pay(orderId: string, token = 'tok_visa') {
    const result = await this.request([201, 400, 402], () => this.person.pay(orderId, token));
    if (result?.data) this.history.payments.push({ orderId, stripeId: result.data.stripeId });
    return result;
  }

  async payAfterDecline(orderId: string): Promise<void> {
    await this.pay(orderId, this.random.pick(['tok_chargeDeclined', 'tok_chargeDeclinedInsufficientFunds']));
    await this.pay(orderId);
  }

  /** Cancels an order. 400 means that it is complete. */
  cancel(orderId: string) {
    return this.request([200, 400], () => this.person.cancel(orderId));
  }

  /** Adds lines to the cart. 404 means that the product is removed. */
  async fillCart(lines: Line[] = this.lines()): Promise<void> {
    for (const body of lines)
      await this.request([201, 400, 404], (api) => api.POST('/api/cart/items', { body }));
  }

  private async browse(): Promise<void> {
    const query = { limit: 50, sort: 'newest' } as const;
    const result = await this.request([200], (api) => api.GET('/api/products', { params: { query } }));
    this.observe(result?.data ?? []);
  }

  /** Draws lines to order or to put into the cart. */
  private lines(): Line[] {
    const offers = this.offers();
    if (offers.length === 0) return [];
    const ids = new Set(Array.from({ length: this.random.integer(1, 3) }, () => this.random.pick(offers)));
    return [...ids].map((productId) => ({ productId, quantity: this.random.integer(1, 2) }));
  }
}
