import type { Order, Product } from '@ecommerce/contracts';
import type { Page } from 'playwright-core';
import { accessibilityViolations } from './actions.ts';
import { eventually, newProduct, User } from './shop.ts';
import { phone, userWalk, variants, walk } from './walk.ts';

/** The URLs of every page, and of an order in every state, for a user with an account. */
async function everyPage(page: Page): Promise<string[]> {
  const buyer = await User.inBrowser(page);
  const seller = await User.elsewhere();
  const [product, soldOut] = [await seller.sell({ quantity: 40 }), await seller.sell({ quantity: 0 })];
  const [own, last] = [await buyer.sell({ quantity: 3 }), await seller.sell({ quantity: 1 })];
  await buyer.addToCart(product, 2);
  const [open, declined, paid, cancelled] = [
    await buyer.order(product),
    await buyer.order(product),
    await buyer.order(product),
    await buyer.order(product),
  ];
  await buyer.pay(declined, 'tok_chargeDeclined');
  await buyer.pay(paid);
  await buyer.addToCart(product, 2);
  await buyer.cancel(cancelled);
  const tooLate = await buyer.order(last);
  await seller.pay(await seller.order(last));
  await eventually(async () => (await seller.read<Product>(`/products/${last.id}`)).quantity === 0);
  await buyer.pay(tooLate);
  await eventually(async () => (await buyer.read<Order>(`/orders/${tooLate.id}`)).status === 'Cancelled');
  const orders = [open, declined, paid, cancelled, tooLate].map(({ id }) => `/orders/${id}`);
  return [
    '/',
    '/?search=nothing-like-this',
    `/products/${product.id}`,
    `/products/${soldOut.id}`,
    `/products/${own.id}`,
    '/cart',
    '/checkout',
    '/orders',
    ...orders,
    '/selling',
    '/selling/new',
    `/selling/${own.id}`,
    '/no-such-page',
  ];
}

const guestPages = ['/', '/cart', '/signin', '/signup', '/signin?next=/checkout'];

async function violationsAt(page: Page, paths: string[], variant: string): Promise<string[]> {
  const violations: string[] = [];
  for (const path of paths) {
    await page.goto(path);
    // axe finds the same on a phone.
    if (variant !== 'on a phone')
      for (const violation of await accessibilityViolations(page)) violations.push(`${path}: ${violation}`);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (wider > 0) violations.push(`${path}: ${wider} px wider than the window`);
    if ((await page.locator('h1').count()) !== 1) violations.push(`${path}: not one h1`);
  }
  return violations;
}

describe.each(variants)('every page, %s', (variant, options) => {
  walk(
    `is accessible and fits the window, ${variant}`,
    async (page) => {
      expect(await violationsAt(page, guestPages, variant)).toEqual([]);
      expect(await violationsAt(page, await everyPage(page), variant)).toEqual([]);
    },
    { ...options, seconds: 240 },
  );
});

describe('buying on a phone', () => {
  userWalk(
    'leads from the product to the paid order',
    async (page, buyer) => {
      const product = await newProduct({ price: 8, quantity: 3 });
      await page.goto(`/products/${product.id}`);
      await page.getByRole('button', { name: 'Add to cart' }).tap();
      await page.getByRole('link', { name: 'View cart' }).tap();
      await page.getByRole('link', { name: 'Check out' }).tap();
      await page.getByRole('button', { name: 'Place order' }).tap();
      await page.getByRole('button', { name: 'Pay $8.00' }).tap();
      await page.getByText('Thank you!').waitFor();
      expect((await buyer.read<unknown[]>('/orders')).length).toBe(1);
    },
    phone,
  );
});

describe('URLs', () => {
  walk('of missing pages answer 404, and those of an account redirect to sign in', async (page) => {
    const request = page.context().request;
    const statusOf = async (path: string) => (await request.get(path, { maxRedirects: 0 })).status();
    expect(await statusOf('/no-such-page')).toBe(404);
    expect(await statusOf('/products/000000000000000000000000')).toBe(404);
    expect(await statusOf('/products/no-id')).toBe(404);
    expect(await statusOf('/orders/no-id')).toBe(307);
    expect(await statusOf('/?page=zero&sort=sideways&search=')).toBe(200);
    expect(await statusOf('/healthz')).toBe(404);
  });

  walk('are served with a strict Content-Security-Policy', async (page) => {
    const hosts: string[] = [];
    page.on('request', (request) => hosts.push(new URL(request.url()).hostname));
    const response = await page.goto('/');
    await page.waitForLoadState('networkidle');
    const headers = response?.headers() ?? {};
    expect(headers['content-security-policy']).toMatch(/script-src 'self' 'nonce-[^']+' 'strict-dynamic';/);
    expect(headers['content-security-policy']).not.toMatch(/stripe|unsafe/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['x-powered-by']).toBeUndefined();
    const ours = [new URL(page.url()).hostname, 'localhost', 'minio-api.local'];
    expect(hosts.filter((host) => !ours.includes(host))).toEqual([]);
  });
});
