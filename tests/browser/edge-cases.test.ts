import { BASE_URL, newEmail, newTitle, password, User, walk, withBrowser } from './shop.ts';

withBrowser();

describe('strange titles', () => {
  walk(
    'are shown as they are, within a narrow window',
    async (page) => {
      const seller = await User.inBrowser(page);
      const titles = [
        'a'.repeat(200),
        '😀'.repeat(100),
        '<script>alert(1)</script>',
        `A $& of $1 for $$2, "so" it's`,
        'שלום 👩‍👩‍👧‍👦 عربى',
      ];
      const products = [];
      for (const title of titles) products.push(await seller.sell({ title, quantity: 3 }));
      for (const product of products) await seller.fill(product);
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
    { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true },
  );
});

describe('an address with nonsense in it', () => {
  walk('shows what there is, never an error of the server', async (page) => {
    await User.inBrowser(page);
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

  walk('of a page behind the last one does not say that there is nothing', async (page) => {
    const seller = await User.inBrowser(page);
    const product = await seller.sell({ quantity: 3 });
    await seller.order(product);
    for (const path of [
      `/?search=${encodeURIComponent(product.title)}&page=7`,
      '/orders?page=7',
      '/selling?page=7',
    ]) {
      await page.goto(path);
      await page.getByText('There is no such page').waitFor();
    }
  });
});

describe('somebody in a hurry', () => {
  walk('who clicks twice does it once', async (page) => {
    const buyer = await User.inBrowser(page);
    const product = await (await User.elsewhere()).sell({ price: 4, quantity: 9 });
    await page.goto(`/products/${product.id}`);
    await page.getByRole('button', { name: 'Add to cart' }).dblclick();
    await page.getByText('It is in your cart.').waitFor();
    await page.goto('/checkout');
    await page.getByRole('button', { name: 'Place the order' }).dblclick();
    await page.getByRole('button', { name: 'Pay $4.00' }).dblclick();
    await page.getByText('Thank you!').waitFor();
    expect(await buyer.read<unknown[]>('/orders')).toHaveLength(1);
  });

  walk(
    'who presses again after no answer came has placed one order',
    async (page) => {
      const buyer = await User.inBrowser(page);
      const product = await (await User.elsewhere()).sell({ price: 4, quantity: 9 });
      await buyer.fill(product);
      await page.goto('/checkout');
      await page.route(
        '**/api/orders',
        async (route) => {
          await route.fetch();
          await route.abort();
        },
        { times: 1 },
      );
      await page.getByRole('button', { name: 'Place the order' }).click();
      await page.getByText('The shop did not answer').waitFor();
      await page.getByRole('button', { name: 'Place the order' }).click();
      await page.getByRole('button', { name: 'Pay $4.00' }).waitFor();
      expect(await buyer.read<unknown[]>('/orders')).toHaveLength(1);
    },
    { allow: /Failed to load resource: net::ERR_FAILED/ },
  );

  walk('whose session ends while they fill in a form does not lose what they typed', async (page) => {
    const email = newEmail();
    await page.context().request.post('/api/users/signup', { data: { email, password } });
    const title = newTitle();
    await page.goto('/selling/new');
    await page.getByLabel('Title').fill(title);
    await page.getByLabel('Price in US dollars').fill('5');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Put it up for sale' }).click();
    const [other] = await Promise.all([
      page.waitForEvent('popup'),
      page.getByRole('alert').getByRole('link', { name: 'Sign in again' }).click(),
    ]);
    await other.getByLabel('Email').fill(email);
    await other.getByLabel('Password').fill(password);
    await other.getByRole('button', { name: 'Sign in' }).click();
    await other.waitForURL('**/selling');
    await page.getByRole('button', { name: 'Put it up for sale' }).click();
    await page.waitForURL('**/selling');
    await page.getByRole('link', { name: title, exact: true }).waitFor();
  });
});

describe('two tabs', () => {
  walk('are of the same account: one that signs out or in takes the other along', async (page) => {
    await User.inBrowser(page);
    const other = await page.context().newPage();
    await page.goto('/');
    await other.goto('/cart');
    await other.getByText('Your account').waitFor();
    await page.locator('summary', { hasText: 'Your account' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    // Signing out leads to the catalog, which would break off a walk to another page.
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    await other.getByRole('link', { name: 'Sign in' }).waitFor();

    const email = newEmail();
    await page.goto('/signup');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Make my account' }).click();
    await page.waitForURL(`${BASE_URL}/`);
    await other.locator('summary', { hasText: 'Your account' }).click();
    await other.getByText(email).waitFor();
  });

  walk('after signing out, going back shows nothing of the account', async (page) => {
    await User.inBrowser(page);
    await page.goto('/orders');
    await page.goto('/');
    await page.locator('summary', { hasText: 'Your account' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    await page.goBack();
    // Next may leave a mark of its own behind in the address.
    await page.waitForURL(/\/signin\?next=%2Forders(&_rsc=[\w-]+)?$/);
  });
});

describe('without JavaScript', () => {
  walk(
    'one can look around, and is told what is not to be had',
    async (page) => {
      const product = await (await User.elsewhere()).sell({ quantity: 3 });
      await page.goto('/');
      await page.getByRole('searchbox').fill(product.title);
      await page.getByRole('button', { name: 'Search' }).click();
      await page.getByRole('link', { name: product.title }).click();
      await page.getByRole('heading', { level: 1, name: product.title }).waitFor();
      for (const path of ['/', '/cart', '/signin', `/products/${product.id}`]) {
        await page.goto(path);
        // Chromium shows it only where scripts are off for good, not where Playwright holds them back.
        expect(await page.locator('noscript').innerHTML()).toContain('needs JavaScript');
      }
    },
    { javaScriptEnabled: false },
  );
});
