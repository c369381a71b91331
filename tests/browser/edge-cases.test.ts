import { signIn, signOut, signUp } from './actions.ts';
import { expect, test, userTest } from './fixtures.ts';
import { newEmail, newTitle } from './user.ts';
import { phone } from './variants.ts';

test.describe('unusual titles', () => {
  test.use(phone);

  userTest('are shown unchanged and within a narrow window', async ({ page, user }) => {
    const titles = [
      'a'.repeat(200),
      '😀'.repeat(100),
      '<script>alert(1)</script>',
      `A $& of $1 for $$2, "so" it's`,
      'שלום 👩‍👩‍👧‍👦 عربى',
    ];
    const products = [];
    for (const title of titles) products.push(await user.sell({ title, quantity: 3 }));
    for (const product of products) await user.addToCart(product);
    const order = await user.order(products[0] ?? (await user.sell({ quantity: 1 })));

    for (const { id, title } of products) {
      await page.goto(`/products/${id}`);
      await expect(page.locator('h1')).toHaveText(title);
      await expect(page).toHaveTitle(`${title} · Common Goods`);
    }
    const paths = ['/', '/cart', '/checkout', '/orders', `/orders/${order.id}`, '/selling'];
    const tooWide: string[] = [];
    for (const path of [...paths, ...products.map(({ id }) => `/products/${id}`)]) {
      await page.goto(path);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wider > 0) tooWide.push(`${path}: ${wider} px`);
    }
    expect(tooWide).toEqual([]);
  });
});

test.describe('a URL with invalid parts', () => {
  userTest('is answered with 200 or 404, never with a server error', async ({ page }) => {
    const strange = ['-1', '0', '1.5', '1e9', 'x', '%00', '😀', '1&page=2'];
    for (const path of ['/', '/orders', '/selling'])
      for (const text of strange) {
        const response = await page.request.get(`${path}?page=${text}&sort=${text}&search=${text}`);
        expect([path, text, response.status()]).toEqual([path, text, 200]);
      }
    for (const id of ['x', '%00', '..%2f..', '😀', 'Z'.repeat(24), '0'.repeat(24)])
      for (const place of ['products', 'orders', 'selling']) {
        const response = await page.request.get(`/${place}/${id}`);
        expect([place, id, response.status()]).toEqual([place, id, 404]);
      }
  });

  userTest('with a page after the last one does not show an empty list', async ({ page, user }) => {
    const product = await user.sell({ quantity: 3 });
    await user.order(product);
    for (const path of [
      `/?search=${encodeURIComponent(product.title)}&page=7`,
      '/orders?page=7',
      '/selling?page=7',
    ]) {
      await page.goto(path);
      await expect(page.getByText('This page does not exist')).toBeVisible();
    }
  });
});

test.describe('an impatient user', () => {
  userTest('acts once with a double click', async ({ page, user, seller }) => {
    const product = await seller.sell({ price: 4, quantity: 9 });
    await page.goto(`/products/${product.id}`);
    // Slow enough for the API to answer the first click before the second.
    await page.getByRole('button', { name: 'Add to cart' }).dblclick({ delay: 200 });
    await expect(page.getByText('Added to your cart.')).toBeVisible();
    await page.goto('/checkout');
    await page.getByRole('button', { name: 'Place order' }).dblclick();
    await page.getByRole('button', { name: 'Pay $4.00' }).dblclick();
    await expect(page.getByText('Thank you!')).toBeVisible();
    expect(await user.readOrders()).toHaveLength(1);
  });

  userTest(
    'places one order when trying again after a lost answer',
    async ({ page, user, seller, consoleErrors }) => {
      consoleErrors.allow(/Failed to load resource: net::ERR_FAILED/);
      const product = await seller.sell({ price: 4, quantity: 9 });
      await user.addToCart(product);
      await page.goto('/checkout');
      await page.route(
        '**/api/orders',
        async (route) => {
          await route.fetch();
          await route.abort();
        },
        { times: 1 },
      );
      await page.getByRole('button', { name: 'Place order' }).click();
      await expect(page.getByText('We couldn’t reach the shop')).toBeVisible();
      await page.getByRole('button', { name: 'Place order' }).click();
      await expect(page.getByRole('button', { name: 'Pay $4.00' })).toBeVisible();
      expect(await user.readOrders()).toHaveLength(1);
    },
  );

  userTest('keeps the input of a form when the session ends', async ({ page, user }) => {
    const title = newTitle();
    await page.goto('/selling/new');
    await page.getByLabel('Title').fill(title);
    await page.getByLabel('Price (USD)').fill('5');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'List for sale' }).click();
    const [other] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('alert').getByRole('link', { name: 'Sign in again' }).click(),
    ]);
    // Without its scripts, the form would be sent as in a browser without JavaScript.
    await other.waitForLoadState();
    await signIn(other, user.email);
    await expect(other).toHaveURL('/selling');
    await page.getByRole('button', { name: 'List for sale' }).click();
    await expect(page).toHaveURL('/selling');
    await expect(page.getByRole('link', { name: title, exact: true })).toBeVisible();
  });
});

test.describe('two tabs', () => {
  userTest('follow each other’s sign-out and sign-in', async ({ page }) => {
    const other = await page.context().newPage();
    await page.goto('/');
    await other.goto('/cart');
    await expect(other.getByText('Account menu')).toBeVisible();
    await signOut(page);
    // Signing out navigates to the catalog, which would interrupt another navigation.
    await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
    await expect(other.getByRole('link', { name: 'Sign in' })).toBeVisible();

    const email = newEmail();
    await page.goto('/signup');
    await signUp(page, email);
    await expect(page).toHaveURL('/');
    await other.locator('summary', { hasText: 'Account menu' }).click();
    await expect(other.getByText(email)).toBeVisible();
  });

  userTest('show nothing of the account when going back after signing out', async ({ page }) => {
    await page.goto('/orders');
    await page.goto('/');
    await signOut(page);
    await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
    await page.goBack();
    // Next may add a parameter of its own to the URL.
    await expect(page).toHaveURL(/\/signin\?next=%2Forders(&_rsc=[\w-]+)?$/);
  });
});

test.describe('the storefront without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('shows the catalog, and a notice that names what does not work', async ({ page, seller }) => {
    const product = await seller.sell({ quantity: 3 });
    await page.goto('/');
    await page.getByRole('searchbox').fill(product.title);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByRole('link', { name: product.title }).click();
    await expect(page.getByRole('heading', { level: 1, name: product.title })).toBeVisible();
    for (const path of ['/', '/cart', '/signin', `/products/${product.id}`]) {
      await page.goto(path);
      // Playwright's way of disabling scripts does not make Chromium render it.
      expect(await page.locator('noscript').innerHTML()).toContain('without JavaScript');
    }
  });
});
