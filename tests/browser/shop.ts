import { randomUUID } from 'node:crypto';
import type { Order, Product } from '@ecommerce/contracts';
import { type APIRequestContext, type Page, request } from 'playwright-core';

export const BASE_URL = process.env.BASE_URL ?? 'http://localhost:8080';
export const password = 'a good password';
export const newEmail = () => `${randomUUID()}@example.com`;

/** A signed-in user of the API, either the one in the browser or another one. */
export class User {
  private readonly api: APIRequestContext;

  private constructor(api: APIRequestContext) {
    this.api = api;
  }

  /** Signs up in the browser of `page`. */
  static async inBrowser(page: Page, email = newEmail()): Promise<User> {
    return User.signedUp(page.context().request, email);
  }

  /** Signs up outside the browser. */
  static async elsewhere(): Promise<User> {
    const api = await request.newContext({ baseURL: BASE_URL, ignoreHTTPSErrors: true });
    return User.signedUp(api, newEmail());
  }

  private static async signedUp(api: APIRequestContext, email: string): Promise<User> {
    const user = new User(api);
    await user.request('POST', '/users/signup', { email, password });
    return user;
  }

  sell(product: { title?: string; price?: number; quantity: number }): Promise<Product> {
    return this.request('POST', '/products', { title: newTitle(), price: 12.5, ...product });
  }

  change({ id, title, price }: Product, quantity: number): Promise<Product> {
    return this.request('PUT', `/products/${id}`, { title, price, quantity });
  }

  order(product: Product, quantity = 1): Promise<Order> {
    return this.request('POST', '/orders', { items: [{ productId: product.id, quantity }] });
  }

  addToCart(product: Product, quantity = 1): Promise<unknown> {
    return this.request('POST', '/cart/items', { productId: product.id, quantity });
  }

  async pay(order: Order, token = 'tok_visa'): Promise<number> {
    return (await this.api.post('/api/payments', { data: { orderId: order.id, token } })).status();
  }

  cancel(order: Order): Promise<Order> {
    return this.request('DELETE', `/orders/${order.id}`);
  }

  read<T>(path: string): Promise<T> {
    return this.request('GET', path);
  }

  private async request<T>(method: string, path: string, data?: unknown): Promise<T> {
    const response = await this.api.fetch(`/api${path}`, { method, data });
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
    return response.json() as Promise<T>;
  }
}

/** A product of another seller. */
export const newProduct = async (product: Parameters<User['sell']>[0]): Promise<Product> =>
  (await User.elsewhere()).sell(product);

export const newTitle = () => `A teapot ${randomUUID().slice(0, 8)}`;

/** Polls until the condition holds. */
export async function eventually(condition: () => Promise<boolean>, seconds = 15): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
