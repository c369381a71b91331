import type { Page } from '@playwright/test';
import { accessibilityViolations } from './actions.ts';
import { expect, test, userTest } from './fixtures.ts';
import { User } from './user.ts';
import { phone, variants } from './variants.ts';

/** The URLs of every page, and of an order in every state, for a user with an account. */
async function everyPage(buyer: User, seller: User): Promise<string[]> {
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
  await expect.poll(() => seller.stockOf(last)).toBe(0);
  await buyer.pay(tooLate);
  await expect.poll(() => buyer.statusOf(tooLate)).toBe('Cancelled');
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
    '/account',
    '/no-such-page',
  ];
}

const guestPages = [
  '/',
  '/cart',
  '/signin',
  '/signup',
  '/signin?next=/checkout',
  '/signin?notice=password-changed',
  '/forgot-password',
  '/reset-password',
  '/reset-password#token=unknown',
  '/verify-email',
  '/verify-email#token=unknown',
];

async function violationsAt(page: Page, paths: string[], isMobile: boolean): Promise<string[]> {
  const violations: string[] = [];
  for (const path of paths) {
    // Links in mails open a new document. From a page that differs only in the fragment, the browser would stay in the old one.
    await page.goto('about:blank');
    await page.goto(path);
    // Next sets it after the page has loaded.
    await expect(page).toHaveTitle(/Common Goods/);
    // axe finds the same on a phone.
    if (!isMobile)
      for (const violation of await accessibilityViolations(page)) violations.push(`${path}: ${violation}`);
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (wider > 0) violations.push(`${path}: ${wider} px wider than the window`);
    if ((await page.locator('h1').count()) !== 1) violations.push(`${path}: not one h1`);
  }
  return violations;
}

for (const [variant, options] of variants)
  test.describe(`every page, ${variant}`, () => {
    test.use(options);

    test('is accessible and fits the window', async ({ page, isMobile, seller }) => {
      test.slow();
      expect(await violationsAt(page, guestPages, isMobile)).toEqual([]);
      const pages = await everyPage(await User.signUp(page.request), seller);
      expect(await violationsAt(page, pages, isMobile)).toEqual([]);
    });
  });

test.describe('buying on a phone', () => {
  test.use(phone);

  userTest('leads from the product to the paid order', async ({ page, user, seller }) => {
    const product = await seller.sell({ price: 8, quantity: 3 });
    await page.goto(`/products/${product.id}`);
    await page.getByRole('button', { name: 'Add to cart' }).tap();
    await page.getByRole('link', { name: 'View cart' }).tap();
    await page.getByRole('link', { name: 'Check out' }).tap();
    await page.getByRole('button', { name: 'Place order' }).tap();
    await page.getByRole('button', { name: 'Pay $8.00' }).tap();
    await expect(page.getByText('Thank you!')).toBeVisible();
    expect(await user.readOrders()).toHaveLength(1);
  });
});

test.describe('URLs', () => {
  test('of missing pages answer 404, and those of an account redirect to sign in', async ({ page }) => {
    const statusOf = async (path: string) => (await page.request.get(path, { maxRedirects: 0 })).status();
    expect(await statusOf('/no-such-page')).toBe(404);
    expect(await statusOf('/products/000000000000000000000000')).toBe(404);
    expect(await statusOf('/products/no-id')).toBe(404);
    expect(await statusOf('/orders/no-id')).toBe(307);
    expect(await statusOf('/?page=zero&sort=sideways&search=')).toBe(200);
    expect(await statusOf('/healthz')).toBe(404);
  });

  test('of files and of page data name their charset and allow no frame', async ({ page }) => {
    const headersOf = async (path: string, headers?: Record<string, string>) =>
      (await page.request.get(path, { headers })).headers();
    const [script] = /\/_next\/static\/[^"]+\.js/.exec(await (await page.request.get('/')).text()) ?? [];
    for (const path of [script ?? '', '/icon.svg', '/api/nothing']) {
      const headers = await headersOf(path, { 'accept-encoding': 'identity' });
      expect(headers['content-type']).toMatch(/; charset=utf-8$/i);
      expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(headers['x-content-type-options']).toBe('nosniff');
    }
    const data = await headersOf('/cart', { rsc: '1' });
    expect(data['content-type']).toBe('text/x-component; charset=utf-8');
  });

  test('are served with a strict Content-Security-Policy', async ({ page }) => {
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
