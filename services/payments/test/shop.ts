import type { User } from '@ecommerce/shared';
import {
  cookieOf,
  eventually,
  Neighbour,
  newId,
  newUser,
  TestBackend,
  testConfig,
  testLog,
} from '@ecommerce/shared/testing';
import type { Express } from 'express';
import request from 'supertest';
import { createApp } from '../src/app.ts';
import { Cashier } from '../src/cashier.ts';
import { inventoryRejected } from '../src/events/inventory-rejected.ts';
import { orderCancelled } from '../src/events/order-cancelled.ts';
import { orderCreated } from '../src/events/order-created.ts';
import { OrderPayment } from '../src/order-payment.ts';
import { OrdersClient } from '../src/orders.ts';
import { Reconciler } from '../src/reconciler.ts';
import { Refunder } from '../src/refunder.ts';
import { StripeGateway } from '../src/stripe-gateway.ts';
import { Emulator } from './emulator.ts';

/** The payments service in this process, with the real emulator, database and bus, and orders played by a small server. */
export class Shop {
  readonly backend: TestBackend;
  readonly emulator: Emulator;
  readonly stripe: StripeGateway;
  readonly app: Express;
  readonly orders: Neighbour;
  private readonly reconcilers: Reconciler[];

  private constructor(backend: TestBackend, emulator: Emulator, orders: Neighbour) {
    this.backend = backend;
    this.emulator = emulator;
    this.orders = orders;
    this.stripe = new StripeGateway({ STRIPE_EMULATOR_URL: emulator.url });
    const cashier = new Cashier(this.stripe, testLog);
    const refunder = new Refunder(this.stripe, testLog);
    // Two, as in two replicas.
    this.reconcilers = [1, 2].map(() => new Reconciler(cashier, refunder, testLog));
    for (const one of this.reconcilers) one.start();
    this.app = createApp({ config: testConfig, log: testLog }, cashier, new OrdersClient(orders.url));
  }

  static async open(): Promise<Shop> {
    const backend = await TestBackend.start({
      service: 'payments',
      listeners: [orderCreated, orderCancelled, inventoryRejected],
      outboxes: [OrderPayment],
      watch: ['payment:created', 'payment:declined', 'payment:refunded'],
    });
    return new Shop(backend, await Emulator.start(), await Neighbour.start());
  }

  async close(): Promise<void> {
    await Promise.all(this.reconcilers.map((one) => one.stop()));
    await this.backend.stop();
    await this.emulator.stop();
    this.orders.stop();
  }

  /** An order that this service has heard of. */
  async order(buyer: User = newUser(), quantity = 2) {
    const order = orderOf(buyer, quantity);
    await this.backend.publish('order:created', order);
    await eventually(() => OrderPayment.findById(order.id).orFail());
    return { ...order, buyer };
  }

  pay(order: { id: string; buyer: User }, token = 'tok_visa') {
    return request(this.app)
      .post('/api/payments')
      .set('Cookie', cookieOf(order.buyer))
      .send({ orderId: order.id, token });
  }

  /** The events of one order on one subject. */
  told(subject: 'payment:created' | 'payment:declined' | 'payment:refunded', orderId: string) {
    return this.backend.payloads(subject).filter((event) => event.orderId === orderId);
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
