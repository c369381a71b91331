import { signIn, signOut, signUp } from './actions.ts';
import { BASE_URL, newEmail, newProduct, newTitle, User } from './shop.ts';
import { phone, userWalk, walk } from './walk.ts';

describe('unusual titles', () => {
  userWalk(
    'are shown unchanged and within a narrow window',
    async (page, seller) => {
      const titles = [
        'a'.repeat(200),
        '😀'.repeat(100),
        '<script>alert(1)</script>',
        `A $& of $1 for $$2, "so" it's`,
        'שלום 👩‍👩‍👧‍👦 عربى',
      ];
      const products = [];
      for (const title of titles) products.push(await seller.sell({ title, quantity: 3 }));
      for (const product of products) await seller.addToCart(product);
      const order = await seller.order(products[0] ?? (await seller.sell({ quantity: 1 })));

      for (const { id, title } of products) {
        await page.goto(`/products/${id}`);
        expect(await page.locator('h1').textContent()).toBe(title);
        expect(await page.title()).toBe(`${title} · Common Goods`);
      }
      const paths = ['/', '/cart', '/checkout', '/orders', `/orders/${order.id}`, '/selling'];
      const tooWide: string[] = [];
      for (const path of [...paths, ...products.map(({ id }) => `/products/${id}`)]) {
        await page.goto(path);
        const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wider > 0) tooWide.push(`${path}: ${wider} px`);
      }
      expect(tooWide).toEqual([]);
    },
    phone,
  );
});

describe('a URL with invalid parts', () => {
  userWalk('is answered with 200 or 404, never with a server error', async (page) => {
    const strange = ['-1', '0', '1.5', '1e9', 'x', '%00', '😀', '1&page=2'];
    for (const path of ['/', '/orders', '/selling'])
      for (const text of strange) {
        const response = await page.context().request.get(`${path}?page=${text}&sort=${text}&search=${text}`);
        expect([path, text, response.status()]).toEqual([path, text, 200]);
      }
    for (const id of ['x', '%00', '..%2f..', '😀', 'Z'.repeat(24), '0'.repeat(24)])
      for (const place of ['products', 'orders', 'selling']) {
        const response = await page.context().request.get(`/${place}/${id}`);
        expect([place, id, response.status()]).toEqual([place, id, 404]);
      }
  });

  userWalk('with a page after the last one does not show an empty list', async (page, seller) => {
    const product = await seller.sell({ quantity: 3 });
    await seller.order(product);
    for (const path of [
      `/?search=${encodeURIComponent(product.title)}&page=7`,
      '/orders?page=7',
      '/selling?page=7',
    ]) {
      await page.goto(path);
      await page.getByText('This page does not exist').waitFor();
    }
  });
});

describe('an impatient user', () => {
  userWalk('acts once with a double click', async (page, buyer) => {
    const product = await newProduct({ price: 4, quantity: 9 });
    await page.goto(`/products/${product.id}`);
    // Slow enough for the API to answer the first click before the second.
    await page.getByRole('button', { name: 'Add to cart' }).dblclick({ delay: 200 });
    await page.getByText('Added to your cart.').waitFor();
    await page.goto('/checkout');
    await page.getByRole('button', { name: 'Place order' }).dblclick();
    await page.getByRole('button', { name: 'Pay $4.00' }).dblclick();
    await page.getByText('Thank you!').waitFor();
    expect(await buyer.read<unknown[]>('/orders')).toHaveLength(1);
  });

  userWalk(
    'places one order when trying again after a lost answer',
    async (page, buyer) => {
      const product = await newProduct({ price: 4, quantity: 9 });
      await buyer.addToCart(product);
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
      await page.getByText('We couldn’t reach the shop').waitFor();
      await page.getByRole('button', { name: 'Place order' }).click();
      await page.getByRole('button', { name: 'Pay $4.00' }).waitFor();
      expect(await buyer.read<unknown[]>('/orders')).toHaveLength(1);
    },
    { allow: /Failed to load resource: net::ERR_FAILED/ },
  );

  walk('keeps the input of a form when the session ends', async (page) => {
    const email = newEmail();
    await User.inBrowser(page, email);
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
    await signIn(other, email);
    await other.waitForURL('**/selling');
    await page.getByRole('button', { name: 'List for sale' }).click();
    await page.waitForURL('**/selling');
    await page.getByRole('link', { name: title, exact: true }).waitFor();
  });
});

describe('two tabs', () => {
  userWalk('follow each other’s sign-out and sign-in', async (page) => {
    const other = await page.context().newPage();
    await page.goto('/');
    await other.goto('/cart');
    await other.getByText('Your account').waitFor();
    await signOut(page);
    // Signing out navigates to the catalog, which would interrupt another navigation.
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    await other.getByRole('link', { name: 'Sign in' }).waitFor();

    const email = newEmail();
    await page.goto('/signup');
    await signUp(page, email);
    await page.waitForURL(`${BASE_URL}/`);
    await other.locator('summary', { hasText: 'Your account' }).click();
    await other.getByText(email).waitFor();
  });

  userWalk('show nothing of the account when going back after signing out', async (page) => {
    await page.goto('/orders');
    await page.goto('/');
    await signOut(page);
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    await page.goBack();
    // Next may add a parameter of its own to the URL.
    await page.waitForURL(/\/signin\?next=%2Forders(&_rsc=[\w-]+)?$/);
  });
});

describe('without JavaScript', () => {
  walk(
    'the catalog works, and a notice names what does not',
    async (page) => {
      const product = await newProduct({ quantity: 3 });
      await page.goto('/');
      await page.getByRole('searchbox').fill(product.title);
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('link', { name: product.title }).click();
      await page.getByRole('heading', { level: 1, name: product.title }).waitFor();
      for (const path of ['/', '/cart', '/signin', `/products/${product.id}`]) {
        await page.goto(path);
        // Playwright's way of disabling scripts does not make Chromium render it.
        expect(await page.locator('noscript').innerHTML()).toContain('without JavaScript');
      }
    },
    { javaScriptEnabled: false },
  );
});
