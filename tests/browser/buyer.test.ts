import { accessibilityViolations, delayRequests, openCart, signOut, signUp } from './actions.ts';
import { expect, test, userTest } from './fixtures.ts';
import { newTitle } from './user.ts';

test.describe('buying', () => {
  test('leads from the search to the paid order', async ({ page, seller }) => {
    const { title } = await seller.sell({ price: 19.99, quantity: 5 });

    await page.goto('/');
    await page.getByRole('searchbox', { name: 'Search' }).fill(title);
    await page.getByRole('button', { name: 'Search' }).click();
    await expect(page.getByText('1 product for')).toBeVisible();
    await page.getByRole('link', { name: title }).click();
    await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
    await page.getByRole('button', { name: 'Increase: Quantity' }).click();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('link', { name: 'View cart' }).click();
    await expect(page.getByRole('region', { name: 'Summary' }).getByText('$39.98')).toBeVisible();
    await page.getByRole('link', { name: 'Sign in to check out' }).click();

    await page.getByRole('link', { name: 'Create account' }).click();
    await expect(page.getByRole('heading', { name: 'Create account' })).toBeVisible();
    await signUp(page);

    await expect(page).toHaveURL('/checkout');
    await expect(page.getByText('$39.98').first()).toBeVisible();
    await page.getByRole('button', { name: 'Place order' }).click();
    await expect(page).toHaveURL(/\/orders\/[0-9a-f]{24}$/);
    await expect(page.getByText('no real money moves')).toBeVisible();
    await page.getByRole('button', { name: 'Pay $39.98' }).click();
    await expect(page.getByText('Thank you! We received your payment of $39.98.')).toBeVisible();
    await expect(page.getByText('Payment received: $39.98')).toBeVisible();
    await expect(page.getByRole('button', { name: /Pay|Cancel/ })).toHaveCount(0);
    await expect(page.getByRole('link', { name: 'Cart', exact: true })).toBeVisible();

    await page.getByRole('link', { name: 'Your orders' }).first().click();
    await expect(page.getByRole('main').getByText('Paid')).toBeVisible();
    await page.goto('/cart');
    await expect(page.getByText('Your cart is empty')).toBeVisible();
  });

  test('keeps search, sort order and page of the catalog in the URL', async ({ page, seller }) => {
    const word = newTitle();
    for (let number = 1; number <= 26; number++)
      await seller.sell({ title: `${word} ${number}`, price: number, quantity: 1 });

    await page.goto(`/?search=${encodeURIComponent(word)}`);
    await expect(page.getByText(`26 products for`)).toBeVisible();
    await page.getByLabel('Sort by').selectOption('-price');
    await expect(page).toHaveURL(/sort=-price/);
    await expect(page.getByRole('link', { name: `${word} 26` })).toBeVisible();
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(page.getByText('Page 2 of 2')).toBeVisible();
    await expect(page.getByRole('link', { name: `${word} 1`, exact: true })).toBeVisible();
    await page.reload();
    await expect(page.getByText('Page 2 of 2')).toBeVisible();
    await page.goBack();
    await expect(page.getByText('Page 1 of 2')).toBeVisible();
  });

  test('sorts by what was chosen before the scripts of the page had loaded', async ({ page, seller }) => {
    await seller.sell({ quantity: 1 });
    await delayRequests(page, 3000, /_next\/static\/.*\.js/);
    const opened = page.goto('/');
    await page.getByLabel('Sort by').selectOption('-price');
    await opened;
    await expect(page).toHaveURL(/sort=-price/);
    await expect(page.getByLabel('Sort by')).toHaveValue('-price');
  });

  test('shows a skeleton while a page loads slowly', async ({ page }) => {
    await page.goto('/');
    await delayRequests(page, 1000);
    await page.getByRole('link', { name: /^Cart/ }).click();
    await expect(page.getByRole('main').getByRole('status', { name: 'Loading' })).toBeVisible();
    await expect(page.getByText('Your cart is empty')).toBeVisible();
    await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
  });

  userTest('cancels an order only after a confirmation', async ({ page, user, seller }) => {
    const order = await user.order(await seller.sell({ quantity: 2 }));

    await page.goto(`/orders/${order.id}`);
    const dialog = page.getByRole('dialog', { name: 'Cancel this order?' });
    await page.getByRole('button', { name: 'Cancel this order' }).click();
    await dialog.getByRole('button', { name: 'Keep order' }).click();
    await expect(dialog).toBeHidden();
    await page.getByRole('button', { name: 'Cancel this order' }).click();
    await dialog.getByRole('button', { name: 'Yes, cancel order' }).click();
    await expect(page.getByText('This order was cancelled. You were not charged.')).toBeVisible();
    await expect(page.getByRole('button', { name: /^Pay/ })).toHaveCount(0);
  });

  userTest(
    'shows in the first HTML what sold out while it was in the cart',
    async ({ page, user, seller }) => {
      const [gone, few] = [await seller.sell({ quantity: 3 }), await seller.sell({ quantity: 5 })];
      await user.addToCart(gone, 1);
      await user.addToCart(few, 4);
      await seller.change(gone, 0);
      await seller.change(few, 2);

      const stocks = async () => (await user.readCart()).items.map(({ available }) => available);
      await expect.poll(stocks).toEqual([0, 2]);

      const requested: string[] = [];
      page.on('request', (request) => requested.push(new URL(request.url()).pathname));
      const html = await (await page.goto('/cart'))?.text();
      for (const text of ['Sold out', 'Change to <!-- -->2']) expect(html).toContain(text);
      expect(requested.filter((path) => path.startsWith('/api/'))).toEqual([]);
      expect(await accessibilityViolations(page)).toEqual([]);
      await page.goto('/checkout');
      await expect(page.getByText('no longer in stock')).toBeVisible();
      await expect(page.getByRole('button', { name: 'Place order' })).toHaveCount(0);
      await page.getByRole('link', { name: 'Edit cart' }).click();
      await expect(page.getByRole('button', { name: 'Check out' })).toBeDisabled();
      await page.getByRole('button', { name: 'Change to 2' }).click();
      await page.getByRole('button', { name: `Remove ${gone.title}` }).click();
      await expect(page.getByRole('link', { name: 'Check out' })).toBeVisible();
      await expect(page.getByRole('region', { name: 'Summary' }).getByText('$25.00')).toBeVisible();
    },
  );

  userTest(
    'shows in the first HTML what was removed while it was in the cart',
    async ({ page, user, seller }) => {
      const [gone, kept] = [await seller.sell({ quantity: 3 }), await seller.sell({ quantity: 5 })];
      for (const product of [gone, kept]) await user.addToCart(product);
      await seller.remove(gone);
      await expect.poll(async () => (await user.readCart()).items[0]?.removed).toBe(true);

      const html = await (await page.goto('/cart'))?.text();
      expect(html).toContain('the seller removed it');
      await expect(page.getByRole('link', { name: gone.title })).toHaveCount(0);
      await expect(page.getByRole('button', { name: 'Check out' })).toBeDisabled();
      expect(await accessibilityViolations(page)).toEqual([]);
      await page.goto('/checkout');
      await expect(page.getByText('no longer available')).toBeVisible();
      await page.getByRole('link', { name: 'Edit cart' }).click();
      await page.getByRole('button', { name: `Remove ${gone.title}` }).click();
      await expect(page.getByRole('link', { name: 'Check out' })).toBeVisible();
      await expect(page.getByRole('region', { name: 'Summary' }).getByText('$12.50')).toBeVisible();
    },
  );

  userTest('shows the current cart after a change on an earlier page', async ({ page, user, seller }) => {
    const product = await seller.sell({ price: 10, quantity: 9 });
    await user.addToCart(product);
    const summary = page.getByRole('region', { name: 'Summary' });
    await page.goto('/cart');
    await page.getByRole('button', { name: 'Increase: Quantity' }).click();
    await expect(summary.getByText('$20.00')).toBeVisible();
    await seller.change({ ...product, price: 15 }, 9);
    await expect.poll(async () => (await user.readCart()).items[0]?.price).toBe(15);
    await page.getByRole('link', { name: 'Common Goods' }).click();
    await expect(page.getByRole('searchbox', { name: 'Search' })).toBeVisible();
    await openCart(page);
    await expect(summary.getByText('$30.00')).toBeVisible();
  });

  userTest('shows what has changed when going back to a page', async ({ page, user, seller }) => {
    await user.addToCart(await seller.sell({ price: 10, quantity: 9 }));
    await page.goto('/cart');
    await page.getByRole('link', { name: 'Check out' }).click();
    await expect(page.getByRole('button', { name: 'Place order' })).toBeVisible();
    await expect(page.getByRole('main').getByText('$10.00').first()).toBeVisible();
    await openCart(page);
    await page.getByRole('button', { name: 'Increase: Quantity' }).click();
    await expect(page.getByRole('region', { name: 'Summary' }).getByText('$20.00')).toBeVisible();
    await expect.poll(async () => (await user.readCart()).items[0]?.quantity).toBe(2);
    await page.goBack();
    await expect(page.getByRole('button', { name: 'Place order' })).toBeVisible();
    await expect(page.getByRole('main').getByText('$20.00').first()).toBeVisible();
  });

  userTest(
    'restores a removed line when the cart is unavailable',
    async ({ page, user, seller, consoleErrors }) => {
      consoleErrors.allow(/status of 503/);
      const product = await seller.sell({ quantity: 9 });
      await user.addToCart(product);
      await page.goto('/cart');
      const body = JSON.stringify({ errors: [{ code: 'unavailable', message: 'Please try again.' }] });
      await page.route('**/api/cart**', (route) => route.fulfill({ status: 503, body }));
      await page.getByRole('button', { name: `Remove ${product.title}` }).click();
      await expect(page.getByText('Please try again.')).toBeVisible();
      await expect(page.getByRole('link', { name: product.title })).toBeVisible();
    },
  );

  userTest('leaves nothing of the account after signing out', async ({ page }) => {
    await page.goto('/orders');
    await signOut(page);
    await expect(page).toHaveURL(({ pathname }) => pathname === '/');
    await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
    await page.goto('/orders');
    await expect(page).toHaveURL('/signin?next=%2Forders');
  });
});
