import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import { expect, userTest } from './fixtures.ts';
import { newTitle } from './user.ts';

/** A page of another application on the host of the shop, as a developer's machine has many. */
class ForeignPage {
  private html = '';
  private readonly server: Server = createServer((_req, res) =>
    res.setHeader('content-type', 'text/html').setHeader('set-cookie', this.cookie).end(this.html),
  );
  private cookie: string[] = [];

  /** Opens a page with this content. @param cookie cookies that it sets */
  async open(page: Page, html: string, cookie: string[] = []): Promise<void> {
    this.html = html;
    this.cookie = cookie;
    if (!this.server.listening) await once(this.server.listen(0, '127.0.0.1'), 'listening');
    await page.goto(`http://localhost:${(this.server.address() as AddressInfo).port}/`);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

const test = userTest.extend<{ foreign: ForeignPage }>({
  foreign: async ({ baseURL }, use, testInfo) => {
    testInfo.skip(
      new URL(baseURL ?? '').hostname !== 'localhost',
      'The other page must be of the same site.',
    );
    const foreign = new ForeignPage();
    await use(foreign);
    foreign.close();
  },
});

/** Submits the form of the page and waits for the response, which the browser shows. */
async function submit(page: Page, url: string) {
  const answer = page.waitForResponse(url);
  await page.locator('form').evaluate((form: HTMLFormElement) => form.requestSubmit());
  const response = await answer;
  await page.waitForURL(url);
  return { status: response.status(), site: (await response.request().allHeaders())['sec-fetch-site'] };
}

test.describe('a page on another port of localhost', () => {
  test('cannot plant a product with a form', async ({ page, user, foreign, baseURL }) => {
    const title = newTitle();
    const url = `${baseURL}/api/products`;
    const input = (name: string, value: string) => `<input name="${name}" value="${value}">`;
    const inputs = input('title', title) + input('price', '1') + input('quantity', '1');
    await foreign.open(
      page,
      `<form method="post" enctype="multipart/form-data" action="${url}">${inputs}</form>`,
    );
    expect(await submit(page, url)).toEqual({ status: 403, site: 'same-site' });
    await page.goto('/selling');
    await expect(page.getByText('You are not selling anything yet')).toBeVisible();
    expect(await user.readOrders()).toEqual([]);
  });

  test('cannot order the cart with an empty form', async ({ page, user, seller, foreign, baseURL }) => {
    await user.addToCart(await seller.sell({ quantity: 3 }));
    const url = `${baseURL}/api/orders`;
    await foreign.open(page, `<form method="post" action="${url}"></form>`);
    expect(await submit(page, url)).toEqual({ status: 403, site: 'same-site' });
    expect(await user.readOrders()).toEqual([]);
    expect((await user.readCart()).items).toHaveLength(1);
  });

  test('cannot sign the visitor out with fetch', async ({ page, user, foreign, baseURL, consoleErrors }) => {
    consoleErrors.allow(/blocked by CORS policy|Failed to load resource/);
    await foreign.open(page, 'a page');
    // The page does not even learn that it was rejected: Cross-Origin-Resource-Policy hides the response.
    const send = (url: string) =>
      fetch(url, { method: 'POST', mode: 'no-cors', credentials: 'include' }).catch(() => 'no response');
    expect(await page.evaluate(send, `${baseURL}/api/users/signout`)).toBe('no response');
    expect(await user.readOrders()).toEqual([]);
  });

  test('cannot replace the session by a cookie with the path /api', async ({
    page,
    context,
    foreign,
    baseURL,
    playwright,
  }) => {
    const attacker = await playwright.request.newContext({ baseURL });
    await attacker.post('/api/users/signup', {
      data: { email: `${crypto.randomUUID()}@example.com`, password: 'a good password' },
    });
    const session = (await attacker.storageState()).cookies.find(({ name }) => name.endsWith('session'));
    await foreign.open(page, 'a page', [`${session?.name}=${session?.value}; Path=/api`]);
    expect(
      (await context.cookies(`${baseURL}/api`)).filter(({ name }) => name === session?.name),
    ).toHaveLength(2);
    await page.goto('/');
    const read = () => fetch('/api/users/currentuser').then((response) => response.json());
    expect(await page.evaluate(read)).toEqual({ currentUser: null });
    const sell = () =>
      fetch('/api/products', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{"title":"planted","price":1,"quantity":1}',
      }).then(({ status }) => status);
    expect(await page.evaluate(sell)).toBe(401);
    expect(await (await attacker.get('/api/products?mine=true')).json()).toEqual([]);
    await attacker.dispose();
  });
});

test.describe('signing out', () => {
  test('clears the storage of the shop, and no other cookies', async ({ page, context, baseURL }) => {
    await context.addCookies([{ name: 'other-application', value: '1', url: baseURL ?? '' }]);
    await page.goto('/');
    await page.evaluate(() => localStorage.setItem('guest-cart', '[]'));
    await page.evaluate(() => fetch('/api/users/signout', { method: 'POST' }));
    await expect.poll(() => page.evaluate(() => localStorage.length)).toBe(0);
    const names = (await context.cookies(baseURL)).map(({ name }) => name.replace('__Host-', '')).sort();
    expect(names).toEqual(['device', 'other-application']);
  });
});
