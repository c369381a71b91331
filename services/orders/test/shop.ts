import type { EventData, Order as OrderView, Product, User } from '@ecommerce/shared';
import { ProductCatalog } from '@ecommerce/shared/product-catalog';
import {
  cookieOf,
  eventually,
  Neighbour,
  newId,
  newProduct,
  newUser,
  TestBackend,
  testConfig,
  testLog,
} from '@ecommerce/shared/testing';
import type { Express } from 'express';
import request from 'supertest';
import { createApp } from '../src/app.ts';
import { Checkout, type Line } from '../src/checkout.ts';
import { paymentCreated } from '../src/events/payment-created.ts';
import { paymentDeclined } from '../src/events/payment-declined.ts';
import { paymentRefunded } from '../src/events/payment-refunded.ts';
import { productCreated } from '../src/events/product-created.ts';
import { productUpdated } from '../src/events/product-updated.ts';
import { Order } from '../src/order.ts';

/** The orders service in this process, with the real database and bus, and products and cart played by small servers. */
export class Shop {
  readonly backend: TestBackend;
  readonly products: Neighbour;
  readonly cart: Neighbour;
  readonly app: Express;

  private constructor(backend: TestBackend, products: Neighbour, cart: Neighbour) {
    this.backend = backend;
    this.products = products;
    this.cart = cart;
    const checkout = new Checkout(new ProductCatalog(products.url), cart.url);
    this.app = createApp({ config: testConfig, log: testLog }, checkout);
  }

  static async open(): Promise<Shop> {
    const backend = await TestBackend.start({
      service: 'orders',
      listeners: [productCreated, productUpdated, paymentCreated, paymentDeclined, paymentRefunded],
      outboxes: [Order],
      watch: ['order:created', 'order:cancelled'],
    });
    return new Shop(backend, await Neighbour.start(), await Neighbour.start());
  }

  async close(): Promise<void> {
    await this.backend.stop();
    this.products.stop();
    this.cart.stop();
  }

  /** A product that this service has heard of. */
  async product(fields: Partial<Product> = {}): Promise<Product> {
    const product = newProduct(fields);
    await this.backend.deliver('product:created', product);
    return product;
  }

  /** An order of one product, by a buyer of its own. */
  async order(): Promise<OrderView & { buyer: User }> {
    const buyer = newUser();
    const { id } = await this.product();
    const { body } = await this.as(buyer)
      .create([{ productId: id, quantity: 2 }])
      .expect(201);
    return { ...body, buyer };
  }

  /** The requests of one user. */
  as(user: User = newUser()) {
    const cookie = cookieOf(user);
    return {
      user,
      cookie,
      create: (items?: Line[], key?: string) =>
        request(this.app)
          .post('/api/orders')
          .set({ Cookie: cookie, ...(key && { 'Idempotency-Key': key }) })
          .send({ items }),
      list: (query = '') => request(this.app).get(`/api/orders${query}`).set('Cookie', cookie),
      show: (id: string) => request(this.app).get(`/api/orders/${id}`).set('Cookie', cookie),
      cancel: (id: string) => request(this.app).delete(`/api/orders/${id}`).set('Cookie', cookie),
    };
  }

  /** All that was told of one order on one subject. */
  async told(subject: 'order:created' | 'order:cancelled', orderId: string) {
    await eventually(async () => (await Order.findById(orderId).orFail().lean()).outbox.length === 0);
    // A channel keeps its order: when this has come through, so has all that was published before it.
    const marker = newId();
    await this.backend.bus.publish(subject, JSON.stringify({ id: marker }));
    await eventually(() => this.backend.payloads(subject).some(({ id }) => id === marker));
    return this.backend.payloads(subject).filter(({ id }) => id === orderId);
  }
}

type Payable = Pick<OrderView, 'id' | 'userId' | 'items'>;

/** What payments tells of an order; the same payment each time. */
export const eventsOf = ({ id: orderId, userId, items }: Payable) => {
  const payment = { id: newId(), orderId, userId, items };
  return {
    paid: { ...payment, stripeId: 'pi_1' } satisfies EventData<'payment:created'>,
    declined: { orderId, reason: 'Your card was declined.' } satisfies EventData<'payment:declined'>,
    refunded: {
      ...payment,
      stripeRefundId: 're_1',
      reason: 'Not enough stock',
    } satisfies EventData<'payment:refunded'>,
  };
};
