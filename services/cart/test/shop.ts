import type { EventData, Line, Product, User } from '@ecommerce/contracts';
import { cookieOf, newId, newProduct, newUser, StubService, TestService } from '@ecommerce/test-kit';
import request from 'supertest';
import { cartService } from '../src/service.ts';

/** Base URL from which browsers fetch images. */
export const IMAGES_URL = 'http://images.test';

const start = (env: Record<string, string>) => TestService.start(cartService, { env });

type CartService = Awaited<ReturnType<typeof start>>;

/** Runs the cart service in this process, with a stub of products. */
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

  /** Starts another instance on the same database, with another base URL of images. */
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

  /** Creates a product and delivers its event. */
  async product(fields: Partial<Product> = {}): Promise<Product> {
    const product = newProduct(fields);
    await this.test.deliver('product:created', product);
    return product;
  }

  /** Returns a buyer and three replicated products. */
  async buyerAndProducts() {
    return [this.as(), await this.product(), await this.product(), await this.product()] as const;
  }

  /** Creates a product that only the products service knows. */
  unknownProduct(fields: Partial<Product> = {}): Product {
    const product = newProduct(fields);
    this.products.answers.set(`/api/products/${product.id}`, product);
    return product;
  }

  /** Counts the requests to products for this product. */
  requestsFor({ id }: Product): number {
    return this.products.requests.filter(({ path }) => path.endsWith(id)).length;
  }

  replicaOf({ id }: Product) {
    return this.test.deps.catalog.model.findById(id).lean().exec();
  }

  /** Sends requests with the session of a user. */
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
      /** Returns the quantities in the cart by product id. */
      lines: async (): Promise<Record<string, number>> => {
        const { body } = await request(app).get('/api/cart').set('Cookie', cookie).expect(200);
        return Object.fromEntries(body.items.map((item: Line) => [item.productId, item.quantity]));
      },
    };
  }
}

/** Builds the event of a user's payment for these products. */
export const paymentOf = (user: User, ...products: Product[]): EventData<'payment:created'> => ({
  id: newId(),
  orderId: newId(),
  userId: user.id,
  stripeId: 'pi_1',
  items: products.map(({ id }) => ({ productId: id, quantity: 1 })),
});
