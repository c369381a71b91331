import { randomUUID } from 'node:crypto';
import type { Order, Product } from '@ecommerce/shared';
import type { ServiceName } from './stack.ts';

const paths: Record<string, ServiceName> = {
  users: 'auth',
  products: 'products',
  cart: 'cart',
  orders: 'orders',
  payments: 'payments',
};

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: what an answer holds is for the test to say
  body: any;
  /** The seconds after which to come again, where it says so. */
  retryAfter?: number;
}

export type Headers = Record<string, string>;

/** Where each service answers: any of its replicas. */
export interface Shop {
  next(service: ServiceName): { url: string };
}

/** Longer than any answer should take, however slow the machine. */
const PATIENCE_MS = 60_000;

/** Somebody who uses the shop over its API. */
export class Person {
  id = '';
  cookie = '';
  private readonly shop: Shop;

  private constructor(shop: Shop) {
    this.shop = shop;
  }

  /** Somebody who has not signed up yet. */
  static guest(shop: Shop): Person {
    return new Person(shop);
  }

  static async signUp(shop: Shop): Promise<Person> {
    const person = new Person(shop);
    const body = { email: `${randomUUID()}@example.com`, password: 'a good password' };
    const response = await person.fetch('POST', '/api/users/signup', body);
    if (response.status !== 201) throw new Error(`could not sign up: ${await response.text()}`);
    person.id = ((await response.json()) as { id: string }).id;
    return person;
  }

  async call(method: string, path: string, body?: unknown, headers?: Headers): Promise<Answer> {
    const response = await this.fetch(method, path, body, headers);
    const retryAfter = response.headers.get('retry-after');
    return {
      status: response.status,
      body: await response.json(),
      ...(retryAfter && { retryAfter: Number(retryAfter) }),
    };
  }

  /** @throws Error when the answer is not the expected status */
  async must(
    status: number,
    method: string,
    path: string,
    body?: unknown,
    headers?: Headers,
  ): Promise<Answer['body']> {
    const answer = await this.call(method, path, body, headers);
    if (answer.status === status) return answer.body;
    throw new Error(
      `${method} ${path}: expected ${status}, got ${answer.status} ${JSON.stringify(answer.body)}`,
    );
  }

  sell(quantity: number, price = 9.99): Promise<Product> {
    return this.must(201, 'POST', '/api/products', { title: 'A teapot', price, quantity });
  }

  order(productId: string, quantity = 1): Promise<Order> {
    return this.must(201, 'POST', '/api/orders', { items: [{ productId, quantity }] });
  }

  pay(orderId: string, token = 'tok_visa'): Promise<Answer> {
    return this.call('POST', '/api/payments', { token, orderId });
  }

  async statusOf(orderId: string): Promise<Order['status']> {
    return (await this.must(200, 'GET', `/api/orders/${orderId}`)).status;
  }

  private async fetch(method: string, path: string, body?: unknown, headers?: Headers): Promise<Response> {
    const service = paths[path.split('/')[2]?.split('?')[0] ?? ''];
    if (!service) throw new Error(`no service answers ${path}`);
    const isJson = body !== undefined && !(body instanceof FormData);
    const response = await fetch(this.shop.next(service).url + path, {
      method,
      headers: { cookie: this.cookie, ...(isJson && { 'content-type': 'application/json' }), ...headers },
      body: isJson ? JSON.stringify(body) : body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    this.cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? this.cookie;
    return response;
  }
}
