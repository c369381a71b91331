import type { Subject, User } from '@ecommerce/shared';
import { cookieOf, newId, newUser, TestBackend, testConfig, testLog } from '@ecommerce/shared/testing';
import type { Express } from 'express';
import request from 'supertest';
import { createApp, type Pictures } from '../src/app.ts';
import { ImageCleaner } from '../src/discarded-images.ts';
import { paymentCreated } from '../src/events/payment-created.ts';
import { paymentRefunded } from '../src/events/payment-refunded.ts';
import { ImageStore, pathOf } from '../src/images.ts';
import { Product } from '../src/product.ts';
import { Settlement } from '../src/settlement.ts';

const { MINIO_URL = '', MINIO_ACCESS_KEY = '', MINIO_SECRET_KEY = '' } = process.env;
const minioConfig = { MINIO_URL, MINIO_ACCESS_KEY, MINIO_SECRET_KEY };

/** The real bucket, which keeps in mind what was ever put into it here: other test files use it too. */
class WatchedImages extends ImageStore {
  readonly urls: string[] = [];

  override async put(...given: Parameters<ImageStore['put']>) {
    const key = await super.put(...given);
    this.urls.push(MINIO_URL + pathOf(key));
    return key;
  }

  /** How many of them are there still. */
  async left(): Promise<number> {
    const answers = await Promise.all(this.urls.map((url) => fetch(url, { method: 'HEAD' })));
    return answers.filter((answer) => answer.ok).length;
  }
}

interface FormOptions {
  id?: string;
  app?: Express;
  user?: User;
  fields?: Partial<typeof teapot>;
}

type Line = { productId: string; quantity: number };

/** The products service in this process, with the real database, bus and bucket. */
export class Shop {
  readonly seller = newUser();
  readonly backend: TestBackend;
  readonly images: WatchedImages;
  readonly app: Express;
  private readonly cleaner: ImageCleaner;

  private constructor(backend: TestBackend, images: WatchedImages) {
    this.backend = backend;
    this.images = images;
    this.cleaner = new ImageCleaner(images, testLog);
    this.cleaner.start();
    this.app = this.appWith();
  }

  static async open(): Promise<Shop> {
    const images = new WatchedImages(minioConfig);
    await images.prepare();
    const backend = await TestBackend.start({
      service: 'products',
      listeners: [paymentCreated, paymentRefunded],
      outboxes: [Product, Settlement],
      watch: ['product:created', 'product:updated', 'inventory:rejected'],
    });
    return new Shop(backend, images);
  }

  async close(): Promise<void> {
    await this.cleaner.stop();
    await this.backend.stop();
  }

  /** The same service with its pictures elsewhere. */
  appWith(pictures: Partial<Pictures> = {}): Express {
    const { images, cleaner } = this;
    return createApp(
      { config: testConfig, log: testLog },
      { images, cleaner, mediaUrl: MINIO_URL, ...pictures },
    );
  }

  /** A store of pictures that is not there, or does not answer. */
  imagesAt(url: string): ImageStore {
    return new ImageStore({ ...minioConfig, MINIO_URL: url }, 500);
  }

  post(body: object, user: User = this.seller, app = this.app) {
    return request(app).post('/api/products').set('Cookie', cookieOf(user)).send(body);
  }

  put(id: string, body: object, user: User = this.seller, app = this.app) {
    return request(app).put(`/api/products/${id}`).set('Cookie', cookieOf(user)).send(body);
  }

  get(path = '', app = this.app) {
    return request(app).get(`/api/products${path}`);
  }

  /** A form with a teapot's fields, to be added to. */
  form({ id, app = this.app, user = this.seller, fields = {} }: FormOptions = {}) {
    const to = request(app);
    const call = id === undefined ? to.post('/api/products') : to.put(`/api/products/${id}`);
    return call.set('Cookie', cookieOf(user)).field({ ...teapot, ...fields });
  }

  async product(fields: Partial<typeof teapot> = {}): Promise<{ id: string; imageUrl: string | null }> {
    return (await this.post({ ...teapot, ...fields }).expect(201)).body;
  }

  /** Products of these quantities, as lines of one piece each. */
  async lines(...quantities: number[]): Promise<Line[]> {
    const products = await Promise.all(quantities.map((quantity) => this.product({ quantity })));
    return products.map(({ id }) => ({ productId: id, quantity: 1 }));
  }

  async quantities(lines: Line[]): Promise<(number | undefined)[]> {
    const found = await Promise.all(lines.map(({ productId }) => Product.findById(productId).lean()));
    return found.map((product) => product?.quantity);
  }

  pay(payment: ReturnType<typeof paymentFor>): Promise<unknown> {
    return this.backend.publish('payment:created', payment);
  }

  refund(payment: ReturnType<typeof paymentFor>): Promise<unknown> {
    return this.backend.publish('payment:refunded', {
      ...payment,
      stripeRefundId: 're_1',
      reason: 'cancelled',
    });
  }

  /** The events about one product, order or payment. */
  told(subject: Subject, id: string) {
    return this.backend.payloads(subject).filter((event) => [event.id, event.paymentId].includes(id));
  }
}

export const teapot = { title: 'A teapot', price: 19.99, quantity: 5 };

export const paymentFor = (items: Line[]) => ({
  id: newId(),
  orderId: newId(),
  userId: newId(),
  stripeId: 'pi_1',
  items,
});

export const stateOf = async (payment: { id: string }) =>
  (await Settlement.findById(payment.id).lean())?.state;
