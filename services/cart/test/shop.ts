import type { EventData, Line, Product, User } from '@ecommerce/contracts';
import { cookieOf, newId, newProduct, newUser, StubService, TestService } from '@ecommerce/test-kit';
import request from 'supertest';
import { cartService } from '../src/service.ts';

/** Where browsers fetch images. */
export const IMAGES_URL = 'http://images.test';

const start = (env: Record<string, string>) => TestService.start(cartService, { env });

type CartService = Awaited<ReturnType<typeof start>>;

/** The cart service in this process, with a stub of products. */
export class Shop {
  readonly test: CartService;
  readonly products: StubService;

  private constructor(test: CartService, products: StubService) {
    this.test = test;
    this.products = products;
  }

  static async open(): Promise<Shop> {
    const products = await StubService.start();
    return new Shop(await start({ PRODUCTS_URL: products.url, PUBLIC_MEDIA_URL: IMAGES_URL }), products);
  }

  /** Another instance on the same database, for browsers that fetch images elsewhere. */
  instanceAt(imagesUrl: string): Promise<CartService> {
    const { MONGO_URL, PRODUCTS_URL } = this.test.service.config;
    return start({ MONGO_URL, PRODUCTS_URL, PUBLIC_MEDIA_URL: imagesUrl });
  }

  async close(): Promise<void> {
    await this.test.stop();
    this.products.stop();
  }

  get carts() {
    return this.test.deps.carts;
  }

  /** A product that this service knows from its event. */
  async product(fields: Partial<Product> = {}): Promise<Product> {
    const product = newProduct(fields);
    await this.test.deliver('product:created', product);
    return product;
  }

  /** A buyer, and three products that this service knows. */
  async buyerAndProducts() {
    return [this.as(), await this.product(), await this.product(), await this.product()] as const;
  }

  /** A product that the products service knows and this one does not. */
  unknownProduct(fields: Partial<Product> = {}): Product {
    const product = newProduct(fields);
    this.products.answers.set(`/api/products/${product.id}`, product);
    return product;
  }

  /** How often the products service was asked for it. */
  requestsFor({ id }: Product): number {
    return this.products.requests.filter(({ path }) => path.endsWith(id)).length;
  }

  replicaOf({ id }: Product) {
    return this.test.deps.catalog.model.findById(id).lean().exec();
  }

  /** The requests of one user. */
  as(user: User = newUser(), { app } = this.test) {
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

/** What payments publishes when that user has paid for those products. */
export const paymentOf = (user: User, ...products: Product[]): EventData<'payment:created'> => ({
  id: newId(),
  orderId: newId(),
  userId: user.id,
  stripeId: 'pi_1',
  items: products.map(({ id }) => ({ productId: id, quantity: 1 })),
});
