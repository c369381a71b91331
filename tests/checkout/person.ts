import { randomUUID } from 'node:crypto';
import type { Order, Product } from '@ecommerce/shared';
import type { ServiceName, Stack } from './stack.ts';

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
}

/** Somebody who uses the shop over its API. */
export class Person {
  private readonly stack: Stack;
  private cookie = '';

  private constructor(stack: Stack) {
    this.stack = stack;
  }

  static async signUp(stack: Stack): Promise<Person> {
    const person = new Person(stack);
    const body = { email: `${randomUUID()}@example.com`, password: 'a good password' };
    const response = await person.fetch('POST', '/api/users/signup', body);
    if (response.status !== 201) throw new Error(`could not sign up: ${await response.text()}`);
    person.cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return person;
  }

  async call(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await this.fetch(method, path, body);
    return { status: response.status, body: await response.json() };
  }

  /** @throws Error when the answer is not the expected status */
  async must(status: number, method: string, path: string, body?: unknown): Promise<Answer['body']> {
    const answer = await this.call(method, path, body);
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

  private fetch(method: string, path: string, body?: unknown): Promise<Response> {
    const service = paths[path.split('/')[2] ?? ''];
    if (!service) throw new Error(`no service answers ${path}`);
    return fetch(this.stack.next(service).url + path, {
      method,
      headers: { cookie: this.cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
      body: JSON.stringify(body),
    });
  }
}
