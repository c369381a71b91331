import type { EventData, Line, Order as OrderView, Product, User } from '@ecommerce/contracts';
import {
  cookieOf,
  eventually,
  type FakeClock,
  newId,
  newProduct,
  newUser,
  StubService,
  TestService,
} from '@ecommerce/test-kit';
import request from 'supertest';
import { ordersService } from '../src/service.ts';

interface Options {
  /** `ORDER_LIFETIME_SECONDS`. */
  lifetimeSeconds?: number;
  /** `QUOTA_OPEN_ORDERS`. */
  openOrders?: number;
  clock?: FakeClock;
}

const start = (env: Record<string, string>, { lifetimeSeconds, openOrders, clock }: Options) =>
  TestService.start(ordersService, {
    env: {
      ...env,
      ...(lifetimeSeconds && { ORDER_LIFETIME_SECONDS: String(lifetimeSeconds) }),
      ...(openOrders && { QUOTA_OPEN_ORDERS: String(openOrders) }),
    },
    clock,
    watch: ['order:created', 'order:cancelled'],
  });

type Orders = Awaited<ReturnType<typeof start>>;

/** Runs the orders service in this process, with stubs of products and cart. */
export class Shop {
  readonly test: Orders;
  readonly products: StubService;
  readonly cart: StubService;
  private readonly options: Options;

  private constructor(test: Orders, products: StubService, cart: StubService, options: Options) {
    this.test = test;
    this.products = products;
    this.cart = cart;
    this.options = options;
  }

  static async open(options: Options = {}): Promise<Shop> {
    const [products, cart] = await Promise.all([StubService.start(), StubService.start()]);
    const test = await start({ PRODUCTS_URL: products.url, CART_URL: cart.url }, options);
    return new Shop(test, products, cart, options);
  }

  /** Another instance of the service on the same database. @param env additional variables */
  otherInstance(env: Record<string, string> = {}): Promise<Orders> {
    const { MONGO_URL } = this.test.service.config;
    const urls = { PRODUCTS_URL: this.products.url, CART_URL: this.cart.url };
    return start({ ...urls, MONGO_URL, ...env }, this.options);
  }

  async close(): Promise<void> {
    await this.test.stop();
    this.products.stop();
    this.cart.stop();
  }

  get orders() {
    return this.test.deps.orders;
  }

  /** Creates a product and delivers its event. */
  async product(fields: Partial<Product> = {}): Promise<Product> {
    const product = newProduct(fields);
    await this.test.deliver('product:created', product);
    return product;
  }

  /** Places an order of one product for a new buyer. */
  async order(): Promise<OrderView & { buyer: User }> {
    const buyer = newUser();
    const { id } = await this.product();
    const { body } = await this.as(buyer)
      .create([{ productId: id, quantity: 2 }])
      .expect(201);
    return { ...body, buyer };
  }

  /** Sends requests with the session of a user. */
  as(user: User = newUser()) {
    const cookie = cookieOf(user);
    const { app } = this.test;
    return {
      user,
      cookie,
      create: (items?: Line[], key?: string) =>
        request(app)
          .post('/api/orders')
          .set({ Cookie: cookie, ...(key && { 'Idempotency-Key': key }) })
          .send({ items }),
      list: (query = '') => request(app).get(`/api/orders${query}`).set('Cookie', cookie),
      show: (id: string) => request(app).get(`/api/orders/${id}`).set('Cookie', cookie),
      cancel: (id: string) => request(app).delete(`/api/orders/${id}`).set('Cookie', cookie),
    };
  }

  /** Returns all events of an order that were published on a subject. */
  async published(subject: 'order:created' | 'order:cancelled', orderId: string) {
    await eventually(async () => (await this.orders.find(orderId))?.outbox.length === 0);
    // A channel keeps its order: when this marker arrives, everything published before it has arrived.
    const marker = newId();
    const { events } = this.test;
    await events.publishText(subject, JSON.stringify({ id: marker }));
    await eventually(() => events.payloads(subject).some(({ id }) => id === marker));
    return events.payloads(subject).filter(({ id }) => id === orderId);
  }
}

type Payable = Pick<OrderView, 'id' | 'userId' | 'items'>;

/** The events that payments publishes about one payment of an order. */
export const eventsOf = ({ id: orderId, userId, items }: Payable) => {
  const payment = { id: newId(), orderId, userId, items };
  return {
    paid: { ...payment, stripeId: 'pi_1' } satisfies EventData<'payment:created'>,
    declined: { orderId, reason: 'Your card was declined.' } satisfies EventData<'payment:declined'>,
    refunded: {
      ...payment,
      stripeRefundId: 're_1',
      reason: 'Not enough stock',
      reasonCode: 'out_of_stock',
    } satisfies EventData<'payment:refunded'>,
  };
};
