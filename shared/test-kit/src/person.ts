import { randomUUID } from 'node:crypto';
import type { Order, Product } from '@ecommerce/contracts';
import { eventually } from './eventually.ts';

export interface Answer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: each test knows the body that it expects
  body: any;
  /** Seconds, from the header `Retry-After`. */
  retryAfter?: number;
}

export type Headers = Record<string, string>;

/** Resolves the API's paths to servers. */
export interface Shop {
  /** The base URL for a path of the API: of the gateway, or of any instance of the service that answers it. */
  baseUrl(path: string): string;
}

/** Longer than any answer takes, even on a slow machine. */
const REQUEST_TIMEOUT_MS = 60_000;

/** Client of the shop's HTTP API with its own session. */
export class Person {
  id = '';
  cookie = '';
  private readonly shop: Shop;

  private constructor(shop: Shop) {
    this.shop = shop;
  }

  /** Creates a client without an account. */
  static guest(shop: Shop): Person {
    return new Person(shop);
  }

  static async signUp(shop: Shop): Promise<Person> {
    const person = new Person(shop);
    const body = { email: `${randomUUID()}@example.com`, password: 'a good password' };
    person.id = (await person.must(201, 'POST', '/api/users/signup', body)).id;
    return person;
  }

  async call(method: string, path: string, body?: unknown, headers?: Headers): Promise<Answer> {
    const isJson = body !== undefined && !(body instanceof FormData);
    const response = await fetch(this.shop.baseUrl(path) + path, {
      method,
      headers: { cookie: this.cookie, ...(isJson && { 'content-type': 'application/json' }), ...headers },
      body: isJson ? JSON.stringify(body) : body,
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    this.cookie = response.headers.getSetCookie()[0]?.split(';')[0] ?? this.cookie;
    const retryAfter = response.headers.get('retry-after');
    return {
      status: response.status,
      body: await response.json(),
      ...(retryAfter && { retryAfter: Number(retryAfter) }),
    };
  }

  /** Sends a request. @returns the body @throws Error when the answer has another status */
  async must(status: number, ...request: Parameters<Person['call']>): Promise<Answer['body']> {
    const answer = await this.call(...request);
    if (answer.status === status) return answer.body;
    const [method, path] = request;
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

  async stockOf(productId: string): Promise<number> {
    return (await this.must(200, 'GET', `/api/products/${productId}`)).quantity;
  }

  /** Waits until the order has the given status. */
  async untilStatus(orderId: string, status: Order['status'], seconds?: number): Promise<void> {
    await eventually(async () => (await this.statusOf(orderId)) === status, seconds);
  }

  /** Waits until `quantity` units of the product are left. */
  async untilStock(productId: string, quantity: number, seconds?: number): Promise<void> {
    await eventually(async () => (await this.stockOf(productId)) === quantity, seconds);
  }
}

/** Signs up one person per role: `const { seller, buyer } = await signUp(shop, 'seller', 'buyer')`. */
export async function signUp<Role extends string>(shop: Shop, ...roles: Role[]) {
  const people = roles.map(async (role) => [role, await Person.signUp(shop)] as const);
  return Object.fromEntries(await Promise.all(people)) as Record<Role, Person>;
}

/** Signs up a number of people. Retries each, since auth answers 429 to more sign-ups than it can hash. */
export const signUpMany = (shop: Shop, count: number): Promise<Person[]> =>
  Promise.all(Array.from({ length: count }, () => eventually(() => Person.signUp(shop))));
