import { randomUUID } from 'node:crypto';
import { type ApiClient, type ApiResult, createApiClient, SessionCookie } from '@ecommerce/api-client';
import { type Order, type Payment, type Product, readSessionToken, type User } from '@ecommerce/contracts';
import { type Answer, answerOf, must } from './answer.ts';
import { eventually } from './eventually.ts';

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
  email = '';
  readonly session = new SessionCookie();
  /** Rejects if a request times out or gets no JSON, because only the API's own responses tell what happened. */
  readonly api: ApiClient;

  private constructor(shop: Shop) {
    this.api = createApiClient({
      baseUrl: (path) => shop.baseUrl(path),
      session: this.session,
      fetch: fetchJson,
    });
  }

  /** Creates a client without an account. */
  static guest(shop: Shop): Person {
    return new Person(shop);
  }

  static async signUp(shop: Shop): Promise<Person> {
    const person = new Person(shop);
    person.email = `${randomUUID()}@example.com`;
    person.id = (await must(201, person.api.POST('/api/users/signup', { body: person.credentials }))).id;
    return person;
  }

  get credentials(): { email: string; password: string } {
    return { email: this.email, password: 'a good password' };
  }

  signIn(): Promise<ApiResult<User>> {
    return this.api.POST('/api/users/signin', { body: this.credentials });
  }

  signOut(): Promise<ApiResult<object>> {
    return this.api.POST('/api/users/signout');
  }

  /** The id of the session, as the token in the cookie names it. */
  get sessionId(): string {
    const [, value = ''] = this.session.value.split('=');
    const [, claims = ''] = readSessionToken(value)?.split('.') ?? [];
    return JSON.parse(Buffer.from(claims, 'base64url').toString()).sid;
  }

  /** Sends a request that the types of `api` do not allow, such as one with an invalid body. */
  send(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer> {
    const request = this.api.request as UntypedRequest;
    return answerOf(request(method, path, { body, headers }));
  }

  sell(quantity: number, price = 9.99): Promise<Product> {
    return must(201, this.api.POST('/api/products', { body: { title: 'A teapot', price, quantity } }));
  }

  removeProduct(id: string): Promise<ApiResult<Product>> {
    return this.api.DELETE('/api/products/{id}', { params: { path: { id } } });
  }

  order(productId: string, quantity = 1): Promise<Order> {
    return must(201, this.api.POST('/api/orders', { body: { items: [{ productId, quantity }] } }));
  }

  pay(orderId: string, token = 'tok_visa'): Promise<ApiResult<Payment>> {
    return this.api.POST('/api/payments', { body: { token, orderId } });
  }

  cancel(id: string): Promise<ApiResult<Order>> {
    return this.api.DELETE('/api/orders/{id}', { params: { path: { id } } });
  }

  readOrder(id: string): Promise<ApiResult<Order>> {
    return this.api.GET('/api/orders/{id}', { params: { path: { id } } });
  }

  async statusOf(orderId: string): Promise<Order['status']> {
    return (await must(200, this.readOrder(orderId))).status;
  }

  async stockOf(id: string): Promise<number> {
    return (await must(200, this.api.GET('/api/products/{id}', { params: { path: { id } } }))).quantity;
  }

  /** Waits until the order has the given status. */
  async untilStatus(orderId: string, status: Order['status'], seconds?: number): Promise<void> {
    await eventually(async () => (await this.statusOf(orderId)) === status, seconds);
  }

  /** Waits until `quantity` units of the product are left. */
  async untilStock(productId: string, quantity: number, seconds?: number): Promise<void> {
    await eventually(async () => (await this.stockOf(productId)) === quantity, seconds);
  }

  /** Waits until the cart is empty. */
  async untilCartIsEmpty(): Promise<void> {
    await eventually(async () => (await must(200, this.api.GET('/api/cart'))).items.length === 0);
  }
}

type UntypedRequest = (method: string, path: string, init: object) => Promise<ApiResult<unknown>>;

async function fetchJson(request: Request): Promise<Response> {
  const response = await fetch(request, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });
  if (response.headers.get('content-type')?.includes('json')) return response;
  throw new Error(`${request.method} ${request.url}: ${response.status} without JSON`);
}

/** Signs up one person per role: `const { seller, buyer } = await signUp(shop, 'seller', 'buyer')`. */
export async function signUp<Role extends string>(shop: Shop, ...roles: Role[]) {
  const people = roles.map(async (role) => [role, await Person.signUp(shop)] as const);
  return Object.fromEntries(await Promise.all(people)) as Record<Role, Person>;
}

/** Signs up a number of people. Retries each, since auth answers 429 to more sign-ups than it can hash. */
export const signUpMany = (shop: Shop, count: number): Promise<Person[]> =>
  Promise.all(Array.from({ length: count }, () => eventually(() => Person.signUp(shop))));
