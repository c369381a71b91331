import { once } from 'node:events';
import {
  type ClientRequest,
  createServer,
  request as httpRequest,
  type OutgoingHttpHeaders,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { EventData, Line, Subject, User } from '@ecommerce/contracts';
import { cookieOf, newId, newUser, TestService } from '@ecommerce/test-kit';
import { jest } from '@jest/globals';
import type { Express } from 'express';
import request from 'supertest';
import type { ImageStore } from '../src/image-store.ts';
import { imagePath } from '../src/product-image.ts';
import { productsService } from '../src/service.ts';
import { stateOf } from '../src/stock-allocation.ts';
import { FORM_TYPE } from './forms.ts';

const { MINIO_URL = '', MINIO_ACCESS_KEY = '', MINIO_SECRET_KEY = '' } = process.env;
const minioEnv = { MINIO_URL, MINIO_ACCESS_KEY, MINIO_SECRET_KEY };

const start = (env: Record<string, string> = {}, watch: Subject[] = []) =>
  TestService.start(productsService, { env: { ...minioEnv, PUBLIC_MEDIA_URL: MINIO_URL, ...env }, watch });

type Products = Awaited<ReturnType<typeof start>>;

const productSubjects: Subject[] = ['product:created', 'product:updated', 'product:removed'];

interface FormOptions {
  id?: string;
  app?: Express;
  user?: User;
  fields?: Partial<typeof teapot>;
}

/** Runs the products service in this process, with the real database, broker and bucket. */
export class Shop {
  readonly seller = newUser();
  readonly test: Products;
  private readonly others: Products[] = [];
  private readonly server = createServer((req, res) => this.app(req, res));
  private readonly putImage: jest.SpiedFunction<ImageStore['put']>;

  private constructor(test: Products) {
    this.test = test;
    this.putImage = jest.spyOn(test.deps.images, 'put');
  }

  static async open(): Promise<Shop> {
    return new Shop(await start({}, [...productSubjects, 'inventory:rejected']));
  }

  /** Starts another instance of the service on the same database and channels. */
  async otherInstance(env: Record<string, string>): Promise<Products> {
    const { MONGO_URL, CHANNEL_PREFIX } = this.test.service.config;
    const other = await start({ MONGO_URL, CHANNEL_PREFIX, ...env });
    this.others.push(other);
    return other;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    for (const test of [...this.others, this.test]) await test.stop();
  }

  get app(): Express {
    return this.test.app;
  }

  get products() {
    return this.test.deps.products;
  }

  get saga() {
    return this.test.deps.saga;
  }

  get allocations() {
    return this.saga.allocations;
  }

  /** URLs of all images that this instance has stored, including removed ones; other test files share the bucket. */
  async storedImages(): Promise<string[]> {
    const keys = await Promise.allSettled(
      this.putImage.mock.results.map(({ value }) => value as Promise<string>),
    );
    return keys.flatMap((key) => (key.status === 'fulfilled' ? [MINIO_URL + imagePath(key.value)] : []));
  }

  /** Counts the stored products and images. */
  async stored() {
    const urls = await this.storedImages();
    const answers = await Promise.all(urls.map((url) => fetch(url, { method: 'HEAD' })));
    return {
      products: await this.products.model.countDocuments(),
      images: answers.filter((answer) => answer.ok).length,
    };
  }

  post(body: object, user: User = this.seller, app = this.app) {
    return request(app).post('/api/products').set('Cookie', cookieOf(user)).send(body);
  }

  put(id: string, body: object, user: User = this.seller, app = this.app) {
    return request(app).put(`/api/products/${id}`).set('Cookie', cookieOf(user)).send(body);
  }

  remove(id: string, user: User = this.seller, app = this.app) {
    return request(app).delete(`/api/products/${id}`).set('Cookie', cookieOf(user));
  }

  get(path = '', app = this.app) {
    return request(app).get(`/api/products${path}`);
  }

  /** Starts a form with the fields of a teapot. */
  form({ id, app = this.app, user = this.seller, fields = {} }: FormOptions = {}) {
    const to = request(app);
    const call = id === undefined ? to.post('/api/products') : to.put(`/api/products/${id}`);
    return call.set('Cookie', cookieOf(user)).field({ ...teapot, ...fields });
  }

  /** Starts a form whose body the caller sends. */
  async startForm(headers: OutgoingHttpHeaders, user: User = this.seller): Promise<ClientRequest> {
    if (!this.server.listening) await once(this.server.listen(0, '127.0.0.1'), 'listening');
    const { port } = this.server.address() as AddressInfo;
    const upload = httpRequest({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/api/products',
      headers: { 'Content-Type': FORM_TYPE, Cookie: cookieOf(user), ...headers },
    });
    return upload.on('error', () => {});
  }

  async product(fields: Partial<typeof teapot> = {}): Promise<{ id: string; imageUrl: string | null }> {
    return (await this.post({ ...teapot, ...fields }).expect(201)).body;
  }

  /** Creates a product with each quantity. @returns lines of one unit each */
  async lines(...quantities: number[]): Promise<Line[]> {
    const products = await Promise.all(quantities.map((quantity) => this.product({ quantity })));
    return products.map(({ id }) => ({ productId: id, quantity: 1 }));
  }

  async quantities(lines: Line[]): Promise<(number | undefined)[]> {
    return (await this.productsOf(lines)).map((product) => product?.quantity);
  }

  /** Returns the step markers in the products of these lines. */
  async stepMarkers(lines: Line[]): Promise<unknown[]> {
    return (await this.productsOf(lines)).map((product) => product?.marks);
  }

  pay(payment: Payment): Promise<unknown> {
    return this.test.events.publish('payment:created', payment);
  }

  refund(payment: Payment): Promise<unknown> {
    return this.test.events.publish('payment:refunded', {
      ...payment,
      stripeRefundId: 're_1',
      reason: 'The order was cancelled.',
      reasonCode: 'order_cancelled',
    });
  }

  /** Returns the state of a payment's allocation. */
  async stateOf({ id }: { id: string }) {
    const allocation = await this.allocations.find(id);
    return allocation && stateOf(allocation);
  }

  /** Returns the events about one product or payment. */
  published(subject: Subject, id: string) {
    return this.test.events.payloads(subject).filter((event) => [event.id, event.paymentId].includes(id));
  }

  private productsOf(lines: Line[]) {
    return Promise.all(lines.map(({ productId }) => this.products.find(productId)));
  }
}

/** Waits for the response to a form. */
export async function responseTo(upload: ClientRequest): Promise<{ status: number; body: unknown }> {
  const [response] = await once(upload, 'response');
  return { status: response.statusCode, body: await json(response) };
}

export const teapot = { title: 'A teapot', price: 19.99, quantity: 5 };

type Payment = EventData<'payment:created'>;

export const paymentFor = (items: Line[]): Payment => ({
  id: newId(),
  orderId: newId(),
  userId: newId(),
  stripeId: 'pi_1',
  items,
});
