import { randomUUID } from 'node:crypto';
import { type ApiClient, createApiClient } from '@ecommerce/api-client';
import type { Cart, Order, Product } from '@ecommerce/contracts';
import { must } from '@ecommerce/test-kit/answer';
import type { APIRequestContext } from '@playwright/test';

export const password = 'a good password';
export const newEmail = () => `${randomUUID()}@example.com`;
export const newTitle = () => `A teapot ${randomUUID().slice(0, 8)}`;

/** A signed-in user of the API, either the one in the browser or another one. */
export class User {
  readonly email = newEmail();
  private readonly api: ApiClient;

  private constructor(context: APIRequestContext) {
    this.api = createApiClient({ baseUrl: 'http://shop', fetch: fetchIn(context) });
  }

  /** Signs up. The session is in the cookies of `context`: those of a browser, if it is `page.request`. */
  static async signUp(context: APIRequestContext): Promise<User> {
    const user = new User(context);
    await must(201, user.api.POST('/api/users/signup', { body: { email: user.email, password } }));
    return user;
  }

  /** Signs in once more. The session is in the cookies of `context`. */
  async signInTo(context: APIRequestContext): Promise<void> {
    const api = createApiClient({ baseUrl: 'http://shop', fetch: fetchIn(context) });
    await must(200, api.POST('/api/users/signin', { body: { email: this.email, password } }));
  }

  sell(product: { title?: string; price?: number; quantity: number }): Promise<Product> {
    const body = { title: newTitle(), price: 12.5, ...product };
    return must(201, this.api.POST('/api/products', { body }));
  }

  change({ id, title, price }: Product, quantity: number): Promise<Product> {
    const params = { path: { id } };
    return must(200, this.api.PUT('/api/products/{id}', { params, body: { title, price, quantity } }));
  }

  remove({ id }: Product): Promise<Product> {
    return must(200, this.api.DELETE('/api/products/{id}', { params: { path: { id } } }));
  }

  order(product: Product, quantity = 1): Promise<Order> {
    return must(
      201,
      this.api.POST('/api/orders', { body: { items: [{ productId: product.id, quantity }] } }),
    );
  }

  addToCart(product: Product, quantity = 1): Promise<Cart> {
    return must(201, this.api.POST('/api/cart/items', { body: { productId: product.id, quantity } }));
  }

  async pay(order: Order, token = 'tok_visa'): Promise<number> {
    const { response } = await this.api.POST('/api/payments', { body: { orderId: order.id, token } });
    return response.status;
  }

  cancel({ id }: Order): Promise<Order> {
    return must(200, this.api.DELETE('/api/orders/{id}', { params: { path: { id } } }));
  }

  readCart(): Promise<Cart> {
    return must(200, this.api.GET('/api/cart'));
  }

  readOrders(): Promise<Order[]> {
    return must(200, this.api.GET('/api/orders'));
  }

  async statusOf({ id }: Order): Promise<Order['status']> {
    return (await must(200, this.api.GET('/api/orders/{id}', { params: { path: { id } } }))).status;
  }

  async stockOf({ id }: Product): Promise<number> {
    return (await must(200, this.api.GET('/api/products/{id}', { params: { path: { id } } }))).quantity;
  }
}

/** Sends the client's requests in a context of Playwright, which has the session and the base URL. */
const fetchIn =
  (context: APIRequestContext) =>
  async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    const response = await context.fetch(`${pathname}${search}`, {
      method: request.method,
      headers: Object.fromEntries(request.headers),
      data: (await request.text()) || undefined,
    });
    // As an array, because a response with several cookies has several headers of one name.
    const headers = response.headersArray().map(({ name, value }): [string, string] => [name, value]);
    return new Response(await response.text(), { status: response.status(), headers });
  };
