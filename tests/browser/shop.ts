import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Order, Product } from '@ecommerce/contracts';
import {
  type APIRequestContext,
  type Browser,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core';

export const BASE_URL = process.env.BASE_URL ?? 'http://localhost:8080';
export const password = 'a good password';
export const newEmail = () => `${randomUUID()}@example.com`;
const failures = join(import.meta.dirname, 'failures');

let browser: Browser;

/** Begins a file of walks: one browser for all of them. */
export function withBrowser(): void {
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: process.env.CHROMIUM_PATH ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    });
  });
  afterAll(() => browser.close());
}

interface Options extends BrowserContextOptions {
  /** For walks that lead past many pages. */
  seconds?: number;
  /** Messages of the console that belong to the walk, such as a service that is away. */
  allow?: RegExp;
}

/** A walk through the shop in a browser of its own; nothing may go wrong in its console, and a failure leaves a picture. */
export function walk(
  name: string,
  steps: (page: Page) => Promise<void>,
  { seconds = 60, ...options }: Options = {},
): void {
  const once = () => walkOnce(name, steps, options);
  // Chromium drops what it is loading when a network comes or goes, as when containers start elsewhere on the machine.
  const again = (error: unknown) => {
    if (!(error instanceof NetworkChanged)) throw error;
    return once();
  };
  it(name, () => once().catch(again), 2 * seconds * 1000);
}

class NetworkChanged extends Error {}

async function walkOnce(
  name: string,
  steps: (page: Page) => Promise<void>,
  { allow, ...options }: Omit<Options, 'seconds'>,
): Promise<void> {
  const context = await browser.newContext({
    baseURL: BASE_URL,
    ignoreHTTPSErrors: true,
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const wrong: string[] = [];
  let networkChanged = false;
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('requestfailed', (request) => {
    networkChanged ||= request.failure()?.errorText === 'net::ERR_NETWORK_CHANGED';
  });
  page.on('console', (message) => {
    const text = message.text();
    // An answer that refuses something is for the page to tell, and the walk to look at.
    if (message.type() !== 'error' || /^Failed to load resource.* status of 4\d\d/.test(text)) return;
    if (!allow?.test(text)) wrong.push(text);
  });
  try {
    await steps(page);
    expect(wrong).toEqual([]);
  } catch (error) {
    if (networkChanged) throw new NetworkChanged(String(error));
    mkdirSync(failures, { recursive: true });
    const file = join(failures, `${name.replace(/\W+/g, '-')}.png`);
    await page.screenshot({ path: file, fullPage: true }).catch(() => {});
    throw error;
  } finally {
    await context.close();
  }
}

/** Somebody who uses the shop over its API; with the page's own requests, it is who sits at the browser. */
export class User {
  private readonly api: APIRequestContext;

  private constructor(api: APIRequestContext) {
    this.api = api;
  }

  /** Signs up whoever sits at the browser. */
  static async inBrowser(page: Page): Promise<User> {
    return User.signedUp(page.context().request);
  }

  /** Signs up somebody else. */
  static async elsewhere(): Promise<User> {
    const context = await browser.newContext({ baseURL: BASE_URL, ignoreHTTPSErrors: true });
    return User.signedUp(context.request);
  }

  private static async signedUp(api: APIRequestContext): Promise<User> {
    const user = new User(api);
    await user.must('POST', '/users/signup', { email: newEmail(), password });
    return user;
  }

  sell(product: { title?: string; price?: number; quantity: number }): Promise<Product> {
    return this.must('POST', '/products', { title: newTitle(), price: 12.5, ...product });
  }

  change({ id, title, price }: Product, quantity: number): Promise<Product> {
    return this.must('PUT', `/products/${id}`, { title, price, quantity });
  }

  order(product: Product, quantity = 1): Promise<Order> {
    return this.must('POST', '/orders', { items: [{ productId: product.id, quantity }] });
  }

  fill(product: Product, quantity = 1): Promise<unknown> {
    return this.must('POST', '/cart/items', { productId: product.id, quantity });
  }

  async pay(order: Order, token = 'tok_visa'): Promise<number> {
    return (await this.api.post('/api/payments', { data: { orderId: order.id, token } })).status();
  }

  cancel(order: Order): Promise<Order> {
    return this.must('DELETE', `/orders/${order.id}`);
  }

  read<T>(path: string): Promise<T> {
    return this.must('GET', path);
  }

  private async must<T>(method: string, path: string, data?: unknown): Promise<T> {
    const response = await this.api.fetch(`/api${path}`, { method, data });
    if (!response.ok()) throw new Error(`${method} ${path}: ${response.status()} ${await response.text()}`);
    return response.json() as Promise<T>;
  }
}

export const newTitle = () => `A teapot ${randomUUID().slice(0, 8)}`;

/** What axe finds serious or worse, a line each. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** Has every page, or what else is named, go out so much later from now on. */
export const delayRequests = (page: Page, ms: number, what: string | RegExp = /_rsc=/): Promise<unknown> =>
  page.route(what, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    await route.continue();
  });

/** Asks again until it is so. */
export async function eventually(condition: () => Promise<boolean>, seconds = 15): Promise<void> {
  const end = Date.now() + seconds * 1000;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within ${seconds} s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
