import type { User } from '@ecommerce/contracts';
import { cookieOf, eventually, newId, newUser, StubService, TestService } from '@ecommerce/test-kit';
import request from 'supertest';
import { paymentsService } from '../src/service.ts';
import { Emulator } from './emulator.ts';

const subjects = ['payment:created', 'payment:declined', 'payment:refunded'] as const;

const start = (env: Record<string, string>, watch: (typeof subjects)[number][] = []) =>
  TestService.start(paymentsService, { env, watch });

type Payments = Awaited<ReturnType<typeof start>>;

/** Runs two instances of payments in this process, with the Stripe emulator and a stub of orders. */
export class Shop {
  readonly test: Payments;
  readonly emulator: Emulator;
  readonly orders: StubService;
  /** Shares database, channels and pending work with the first instance. */
  private readonly other: Payments;
  private readonly later: Payments[] = [];

  private constructor(test: Payments, other: Payments, emulator: Emulator, orders: StubService) {
    this.test = test;
    this.other = other;
    this.emulator = emulator;
    this.orders = orders;
  }

  static async open(): Promise<Shop> {
    const [emulator, orders] = await Promise.all([Emulator.start(), StubService.start()]);
    const urls = { STRIPE_EMULATOR_URL: emulator.url, ORDERS_URL: orders.url };
    const test = await start(urls, [...subjects]);
    const { MONGO_URL, CHANNEL_PREFIX } = test.service.config;
    return new Shop(test, await start({ ...urls, MONGO_URL, CHANNEL_PREFIX }), emulator, orders);
  }

  async close(): Promise<void> {
    for (const later of this.later) await later.stop();
    await this.other.stop();
    await this.test.stop();
    await this.emulator.stop();
    this.orders.stop();
  }

  get payments() {
    return this.test.deps.payments;
  }

  /** Publishes a new order and waits until the service has stored it. */
  async order(buyer: User = newUser(), quantity = 2) {
    const order = orderOf(buyer, quantity);
    await this.test.events.publish('order:created', order);
    await eventually(() => this.payments.model.findById(order.id).orFail());
    return { ...order, buyer };
  }

  get otherApp() {
    return this.other.app;
  }

  /** Starts an instance that knows only what is stored. */
  async restarted() {
    const { MONGO_URL, CHANNEL_PREFIX, STRIPE_EMULATOR_URL = '', ORDERS_URL } = this.test.service.config;
    const later = await start({ STRIPE_EMULATOR_URL, ORDERS_URL, MONGO_URL, CHANNEL_PREFIX });
    this.later.push(later);
    return later.app;
  }

  pay(order: { id: string; buyer: User }, token = 'tok_visa', app = this.test.app) {
    return request(app)
      .post('/api/payments')
      .set('Cookie', cookieOf(order.buyer))
      .send({ orderId: order.id, token });
  }

  /** Returns the events of an order that were published on a subject. */
  published(subject: (typeof subjects)[number], orderId: string) {
    return this.test.events.payloads(subject).filter((event) => event.orderId === orderId);
  }
}

export const orderOf = (buyer: User, quantity = 2) => ({
  id: newId(),
  userId: buyer.id,
  status: 'Created' as const,
  items: [{ productId: newId(), titleSnapshot: 'A teapot', priceSnapshot: 19.99, quantity }],
  total: Math.round(1999 * quantity) / 100,
  version: 0,
});
