import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Page } from '@playwright/test';
import { accessibilityViolations, signOut } from './actions.ts';
import { expect, test, userTest } from './fixtures.ts';

const nowhere = 'http://127.0.0.1:9';

const signOutThisDevice = (page: Page) =>
  page
    .getByRole('list', { name: 'Devices' })
    .getByRole('button', { name: /^Sign out/ })
    .click();

test.describe('an unavailable service', () => {
  userTest(
    'leaves the rest of each page usable',
    async ({ page, user, seller, consoleErrors, startStorefront }) => {
      consoleErrors.allow(/Failed to load resource/);
      const product = await seller.sell({ quantity: 9 });
      const order = await user.order(product);

      const noProducts = await startStorefront({ PRODUCTS_URL: nowhere });
      await page.goto(noProducts);
      await expect(page.getByText('The products can’t be shown right now')).toBeVisible();
      await expect(page.getByRole('searchbox')).toBeVisible();
      await page.goto(`${noProducts}/products/${product.id}`);
      await expect(page.getByText('This product can’t be shown right now')).toBeVisible();
      await page.goto(`${noProducts}/orders`);
      await expect(page.getByText('Waiting for payment')).toBeVisible();

      const noCart = await startStorefront({ CART_URL: nowhere });
      await page.goto(`${noCart}/cart`);
      await expect(page.getByText('Your cart can’t be shown right now')).toBeVisible();
      await page.goto(`${noCart}/products/${product.id}`);
      await expect(page.getByRole('button', { name: 'Add to cart' })).toBeVisible();

      const noOrders = await startStorefront({ ORDERS_URL: nowhere });
      await page.goto(`${noOrders}/orders`);
      await expect(page.getByText('Your orders can’t be shown right now')).toBeVisible();
      await page.goto(`${noOrders}/orders/${order.id}`);
      await expect(page.getByText('This order can’t be shown right now')).toBeVisible();

      const noAuth = await startStorefront({ AUTH_URL: nowhere });
      await page.goto(noAuth);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.goto(`${noAuth}/orders/${order.id}`);
      await expect(page.getByText('Waiting for payment')).toBeVisible();
    },
  );

  test('that never answers delays a page by seconds only', async ({ page, startStorefront }) => {
    // Accepts connections and never answers.
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const url = await startStorefront({ PRODUCTS_URL: `http://127.0.0.1:${port}` });
    const begin = Date.now();
    await page.goto(url);
    await expect(page.getByText('The products can’t be shown right now')).toBeVisible();
    expect(Date.now() - begin).toBeLessThan(6000);
    silent.close();
  });

  userTest(
    'leaves a user signed in when the sign-out failed, and says so',
    async ({ page, consoleErrors }) => {
      consoleErrors.allow(/status of 502/);
      await page.goto('/');
      await page.route('**/api/users/signout', (route) =>
        route.fulfill({ status: 502, body: 'Bad Gateway' }),
      );
      await signOut(page);
      await expect(page.getByRole('alert').getByText('You are still signed in.')).toBeVisible();
      await page.unroute('**/api/users/signout');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
    },
  );

  for (const [from, path, start] of [
    ['the account menu', '/selling', signOut],
    ['the list of devices', '/account', signOutThisDevice],
  ] as const)
    userTest(
      `leaves no data of the account on the page when signing out from ${from} fails offline`,
      async ({ page, context, user, consoleErrors }) => {
        consoleErrors.allow(/ERR_INTERNET_DISCONNECTED/);
        await page.goto(path);
        await context.setOffline(true);
        await start(page);
        await expect(page.getByRole('heading', { name: 'Not signed out yet' })).toBeVisible();
        expect(await page.content()).not.toContain(user.email);
        expect(await accessibilityViolations(page)).toEqual([]);
        await context.setOffline(false);
        await page.getByRole('link', { name: 'open the shop' }).click();
        await signOut(page);
        await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
      },
    );

  userTest('is reported by an action, which can be tried again', async ({ page, seller, consoleErrors }) => {
    consoleErrors.allow(/status of 502/);
    const product = await seller.sell({ quantity: 9 });
    await page.goto(`/products/${product.id}`);
    await page.route('**/api/cart/items', (route) => route.fulfill({ status: 502, body: 'Bad Gateway' }));
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await expect(page.getByText('The shop is temporarily unavailable.')).toBeVisible();
    await page.unroute('**/api/cart/items');
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await expect(page.getByText('Added to your cart.')).toBeVisible();
  });
});

test.describe('the payment form with a Stripe key', () => {
  userTest(
    'sends the card to Stripe only, and pays with its token',
    async ({ page, user, seller, baseURL, startStorefront }) => {
      const url = await startStorefront({ STRIPE_PUBLISHABLE_KEY: 'pk_test_of_the_browser_tests' });
      const order = await user.order(await seller.sell({ price: 7, quantity: 2 }));
      // A stub of Stripe.js; the API is the shop's.
      await page.route('https://js.stripe.com/**', (route) =>
        route.fulfill({
          contentType: 'text/javascript',
          body: `window.Stripe = (key) => ({
          elements: () => ({ create: () => ({ mount: (place) => { place.textContent = key; }, destroy: () => {} }) }),
          createToken: async () => ({ token: { id: 'tok_visa' } }),
        });`,
        }),
      );
      await page.route(`${url}/api/**`, async (route) => {
        const { pathname } = new URL(route.request().url());
        // The shop would reject a request from the origin of this storefront.
        const headers = { ...route.request().headers(), origin: new URL(baseURL ?? '').origin };
        await route.fulfill({ response: await route.fetch({ url: `${baseURL}${pathname}`, headers }) });
      });
      const response = await page.goto(`${url}/orders/${order.id}`);
      expect(response?.headers()['content-security-policy']).toContain('https://js.stripe.com');
      await expect(page.getByText('pk_test_of_the_browser_tests')).toBeVisible();
      await expect(page.getByRole('radio')).toHaveCount(0);
      await page.getByRole('button', { name: 'Pay $7.00' }).click();
      await expect(page.getByText('Thank you!')).toBeVisible();
    },
  );
});
