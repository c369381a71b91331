import { randomUUID } from 'node:crypto';
import type { Order, Product } from '@ecommerce/contracts';
import type { APIRequestContext } from '@playwright/test';

export const password = 'a good password';
export const newEmail = () => `${randomUUID()}@example.com`;
export const newTitle = () => `A teapot ${randomUUID().slice(0, 8)}`;

/** A signed-in user of the API, either the one in the browser or another one. */
export class User {
  readonly email = newEmail();
  private readonly api: APIRequestContext;

  private constructor(api: APIRequestContext) {
    this.api = api;
  }

  /** Signs up. The session is in the cookies of `api`: those of a browser, if `api` is `page.request`. */
  static async signUp(api: APIRequestContext): Promise<User> {
    const user = new User(api);
    await user.request('POST', '/users/signup', { email: user.email, password });
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
