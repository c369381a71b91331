import type { Cart } from '@ecommerce/contracts';
import {
  accessibilityViolations,
  delayRequests,
  eventually,
  newEmail,
  newTitle,
  password,
  User,
  walk,
  withBrowser,
} from './shop.ts';

withBrowser();

describe('a buyer', () => {
  walk('finds, orders and pays, and sees the order through', async (page) => {
    const seller = await User.elsewhere();
    const title = newTitle();
    await seller.sell({ title, price: 19.99, quantity: 5 });

    await page.goto('/');
    await page.getByRole('searchbox', { name: 'Search' }).fill(title);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('1 product for').waitFor();
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByRole('button', { name: 'One more: Quantity' }).click();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('link', { name: 'View cart' }).click();
    await page.getByRole('region', { name: 'Summary' }).getByText('$39.98').waitFor();
    await page.getByRole('link', { name: 'Sign in to check out' }).click();

    await page.getByRole('link', { name: 'Make an account' }).click();
    await page.getByRole('heading', { name: 'Make an account' }).waitFor();
    await page.getByLabel('Email').fill(newEmail());
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Make my account' }).click();

    await page.waitForURL('**/checkout');
    await page.getByText('$39.98').first().waitFor();
    await page.getByRole('button', { name: 'Place the order' }).click();
    await page.waitForURL('**/orders/*');
    await page.getByText('no real money moves').waitFor();
    await page.getByRole('button', { name: 'Pay $39.98' }).click();
    await page.getByText('Thank you! Your payment of $39.98 has arrived.').waitFor();
    await page.getByText('Payment received: $39.98').waitFor();
    expect(await page.getByRole('button', { name: /Pay|Cancel/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Cart', exact: true }).waitFor();

    await page.getByRole('link', { name: 'Your orders' }).first().click();
    await page.getByRole('main').getByText('Paid').waitFor();
    await page.goto('/cart');
    await page.getByText('Your cart is empty').waitFor();
  });

  walk('leafs through the catalog: search, order and page are in the address', async (page) => {
    const seller = await User.elsewhere();
    const word = newTitle();
    for (let number = 1; number <= 26; number++)
      await seller.sell({ title: `${word} ${number}`, price: number, quantity: 1 });

    await page.goto(`/?search=${encodeURIComponent(word)}`);
    await page.getByText(`26 products for`).waitFor();
    await page.getByLabel('Sort by').selectOption('-price');
    await page.waitForURL(/sort=-price/);
    await page.getByRole('link', { name: `${word} 26` }).waitFor();
    await page.getByRole('link', { name: 'Next' }).click();
    await page.getByText('Page 2 of 2').waitFor();
    await page.getByRole('link', { name: `${word} 1`, exact: true }).waitFor();
    await page.reload();
    await page.getByText('Page 2 of 2').waitFor();
    await page.goBack();
    await page.getByText('Page 1 of 2').waitFor();
  });

  walk('sees where a page will be while it is slow to come', async (page) => {
    await page.goto('/');
    await delayRequests(page, 1000);
    await page.getByRole('link', { name: /^Cart/ }).click();
    await page.getByRole('main').getByRole('status', { name: 'Loading' }).waitFor();
    await page.getByText('Your cart is empty').waitFor();
    expect(await page.getByRole('status', { name: 'Loading' }).count()).toBe(0);
  });

  walk('cancels an order, but not by accident', async (page) => {
    const buyer = await User.inBrowser(page);
    const seller = await User.elsewhere();
    const order = await buyer.order(await seller.sell({ quantity: 2 }));

    await page.goto(`/orders/${order.id}`);
    const dialog = page.getByRole('dialog', { name: 'Cancel this order?' });
    await page.getByRole('button', { name: 'Cancel this order' }).click();
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Cancel this order' }).click();
    await dialog.getByRole('button', { name: 'Yes, cancel it' }).click();
    await page.getByText('This order is cancelled. Nothing is charged for it.').waitFor();
    expect(await page.getByRole('button', { name: /^Pay/ }).count()).toBe(0);
  });

  walk('is told at once what sold out while it was in the cart', async (page) => {
    const buyer = await User.inBrowser(page);
    const seller = await User.elsewhere();
    const [gone, few] = [await seller.sell({ quantity: 3 }), await seller.sell({ quantity: 5 })];
    await buyer.fill(gone, 1);
    await buyer.fill(few, 4);
    await seller.change(gone, 0);
    await seller.change(few, 2);

    const stocks = async () =>
      (await buyer.read<Cart>('/cart')).items.map(({ available }) => available).join();
    await eventually(async () => (await stocks()) === '0,2');

    const asked: string[] = [];
    page.on('request', (request) => asked.push(new URL(request.url()).pathname));
    const html = await (await page.goto('/cart'))?.text();
    for (const words of ['Sold out meanwhile', 'Take <!-- -->2']) expect(html).toContain(words);
    expect(asked.filter((path) => path.startsWith('/api/'))).toEqual([]);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.goto('/checkout');
    await page.getByText('no longer there in that number').waitFor();
    expect(await page.getByRole('button', { name: 'Place the order' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Change the cart' }).click();
    expect(await page.getByRole('button', { name: 'Check out' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Take 2' }).click();
    await page.getByRole('button', { name: `Remove ${gone.title}` }).click();
    await page.getByRole('link', { name: 'Check out' }).waitFor();
    await page.getByRole('region', { name: 'Summary' }).getByText('$25.00').waitFor();
  });

  walk('sees the cart as it is now, whatever was done to it on an earlier page', async (page) => {
    const buyer = await User.inBrowser(page);
    const seller = await User.elsewhere();
    const product = await seller.sell({ price: 10, quantity: 9 });
    await buyer.fill(product);
    const summary = page.getByRole('region', { name: 'Summary' });
    await page.goto('/cart');
    await page.getByRole('button', { name: 'One more: Quantity' }).click();
    await summary.getByText('$20.00').waitFor();
    await seller.change({ ...product, price: 15 }, 9);
    await eventually(async () => (await buyer.read<Cart>('/cart')).items[0]?.price === 15);
    await page.getByRole('link', { name: 'Common Goods' }).click();
    await page.getByRole('searchbox', { name: 'Search' }).waitFor();
    await page.getByRole('navigation', { name: 'Shop' }).getByRole('link', { name: /Cart/ }).click();
    await summary.getByText('$30.00').waitFor();
  });

  walk('goes back to a page, and sees what has changed meanwhile', async (page) => {
    const buyer = await User.inBrowser(page);
    await buyer.fill(await (await User.elsewhere()).sell({ price: 10, quantity: 9 }));
    await page.goto('/cart');
    await page.getByRole('link', { name: 'Check out' }).click();
    await page.getByRole('button', { name: 'Place the order' }).waitFor();
    await page.getByRole('main').getByText('$10.00').first().waitFor();
    await page.getByRole('navigation', { name: 'Shop' }).getByRole('link', { name: /Cart/ }).click();
    await page.getByRole('button', { name: 'One more: Quantity' }).click();
    await page.getByRole('region', { name: 'Summary' }).getByText('$20.00').waitFor();
    await eventually(async () => (await buyer.read<Cart>('/cart')).items[0]?.quantity === 2);
    await page.goBack();
    await page.getByRole('button', { name: 'Place the order' }).waitFor();
    await page.getByRole('main').getByText('$20.00').first().waitFor();
  });

  walk(
    'changes the cart while it does not answer, and sees what is still in it',
    async (page) => {
      const buyer = await User.inBrowser(page);
      const product = await (await User.elsewhere()).sell({ quantity: 9 });
      await buyer.fill(product);
      await page.goto('/cart');
      const body = JSON.stringify({ errors: [{ message: 'Please try again' }] });
      await page.route('**/api/cart**', (route) => route.fulfill({ status: 503, body }));
      await page.getByRole('button', { name: `Remove ${product.title}` }).click();
      await page.getByText('Please try again.').waitFor();
      await page.getByRole('link', { name: product.title }).waitFor();
    },
    { allow: /status of 503/ },
  );

  walk('signs out, and nothing of the account is left', async (page) => {
    await User.inBrowser(page);
    await page.goto('/orders');
    await page.locator('summary', { hasText: 'Your account' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(({ pathname }) => pathname === '/');
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    await page.goto('/orders');
    await page.waitForURL('**/signin?next=%2Forders');
  });
});

describe('a session', () => {
  walk('that ended is told, and signing in leads back', async (page) => {
    await page
      .context()
      .addCookies([{ name: 'session', value: 'eyJqd3QiOiJvbGQifQ==', url: process.env.BASE_URL ?? '' }]);
    await page.goto('/orders?page=1');
    await page.getByText('Your session has ended').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await page.waitForURL('**/signin?next=%2Forders');
  });

  walk('that ended on an open page is told where it is needed', async (page) => {
    await User.inBrowser(page);
    const product = await (await User.elsewhere()).sell({ quantity: 3 });
    await page.goto(`/products/${product.id}`);
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('alert').getByRole('link', { name: 'Sign in again' }).click();
    await page.waitForURL(`**/signin?next=${encodeURIComponent(`/products/${product.id}`)}`);
  });

  walk('is in the first HTML, so nothing flickers', async (page) => {
    const request = page.context().request;
    expect(await (await request.get('/')).text()).toContain('Sign in');
    await User.inBrowser(page);
    const html = await (await request.get('/')).text();
    expect(html).toContain('Sign out');
    expect(html).not.toContain('>Sign in<');
  });

  for (const next of ['https://example.com/', '/.//example.com', '/%2e%2e//example.com'])
    walk(`never leads to another site: ${next}`, async (page) => {
      await page.goto(`/signin?next=${encodeURIComponent(next)}`);
      const email = newEmail();
      await page.context().request.post('/api/users/signup', { data: { email, password } });
      await page.context().clearCookies();
      await page.getByLabel('Email').fill(email);
      await page.getByLabel('Password').fill('a wrong password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('The address or the password is wrong.').waitFor();
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByText('Your account').waitFor();
      expect(new URL(page.url()).pathname).toBe('/');
    });
});
