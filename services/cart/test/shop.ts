import type { EventData, Product, User } from '@ecommerce/shared';
import { ProductCatalog, ProductReplica } from '@ecommerce/shared/product-catalog';
import {
  cookieOf,
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
import { paymentCreated } from '../src/events/payment-created.ts';
import { productCreated } from '../src/events/product-created.ts';
import { productUpdated } from '../src/events/product-updated.ts';

/** Where browsers fetch pictures. */
export const MEDIA_URL = 'http://media.test';

/** The cart service in this process, with the real database and bus, and products played by a small server. */
export class Shop {
  readonly backend: TestBackend;
  readonly products: Neighbour;
  readonly app: Express;

  private constructor(backend: TestBackend, products: Neighbour) {
    this.backend = backend;
    this.products = products;
    this.app = this.appAt(MEDIA_URL);
  }

  /** The same service where browsers fetch pictures elsewhere. */
  appAt(mediaUrl: string): Express {
    const catalog = new ProductCatalog(this.products.url, mediaUrl);
    return createApp({ config: testConfig, log: testLog }, catalog, mediaUrl);
  }

  static async open(): Promise<Shop> {
    const backend = await TestBackend.start({
      service: 'cart',
      listeners: [productCreated, productUpdated, paymentCreated],
    });
    return new Shop(backend, await Neighbour.start());
  }

  async close(): Promise<void> {
    await this.backend.stop();
    this.products.stop();
  }

  /** Products that this service has heard of. */
  async heardOf(...products: Product[]): Promise<void> {
    await Promise.all(products.map((product) => this.backend.deliver('product:created', product)));
  }

  async product(fields: Partial<Product> = {}): Promise<Product> {
    const product = newProduct(fields);
    await this.heardOf(product);
    return product;
  }

  /** A product that only products knows, not this service. */
  unheardOf(fields: Partial<Product> = {}): Product {
    const product = newProduct(fields);
    this.products.answers.set(`/api/products/${product.id}`, product);
    return product;
  }

  /** How often products was asked for it. */
  askedFor({ id }: Product): number {
    return this.products.asked.filter(({ path }) => path.endsWith(id)).length;
  }

  replicaOf({ id }: Product): Promise<ProductReplica | null> {
    return ProductReplica.findById(id).lean().exec();
  }

  /** The requests of one user. */
  as(user: User = newUser(), app = this.app) {
    const cookie = cookieOf(user);
    const items = '/api/cart/items';
    return {
      user,
      show: () => request(app).get('/api/cart').set('Cookie', cookie),
      add: (productId: string, quantity = 1) =>
        request(app).post(items).set('Cookie', cookie).send({ productId, quantity }),
      set: (productId: string, quantity: number) =>
        request(app).put(`${items}/${productId}`).set('Cookie', cookie).send({ quantity }),
      remove: (productId: string) => request(app).delete(`${items}/${productId}`).set('Cookie', cookie),
      /** The cart as `{<product's id>: quantity}`. */
      lines: async (): Promise<Record<string, number>> => {
        const { body } = await request(app).get('/api/cart').set('Cookie', cookie).expect(200);
        return Object.fromEntries(body.items.map((item: Line) => [item.productId, item.quantity]));
      },
    };
  }
}

interface Line {
  productId: string;
  quantity: number;
}

/** What payments tells when that user has paid for those products. */
export const paymentOf = (user: User, ...products: Product[]): EventData<'payment:created'> => ({
  id: newId(),
  orderId: newId(),
  userId: user.id,
  stripeId: 'pi_1',
  items: products.map(({ id }) => ({ productId: id, quantity: 1 })),
});
