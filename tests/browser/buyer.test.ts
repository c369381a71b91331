import type { Cart } from '@ecommerce/contracts';
import { accessibilityViolations, delayRequests, openCart, signOut, signUp } from './actions.ts';
import { eventually, newProduct, newTitle, User } from './shop.ts';
import { userWalk, walk } from './walk.ts';

describe('buying', () => {
  walk('leads from the search to the paid order', async (page) => {
    const { title } = await newProduct({ price: 19.99, quantity: 5 });

    await page.goto('/');
    await page.getByRole('searchbox', { name: 'Search' }).fill(title);
    await page.getByRole('button', { name: 'Search' }).click();
    await page.getByText('1 product for').waitFor();
    await page.getByRole('link', { name: title }).click();
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    await page.getByRole('button', { name: 'Increase: Quantity' }).click();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('link', { name: 'View cart' }).click();
    await page.getByRole('region', { name: 'Summary' }).getByText('$39.98').waitFor();
    await page.getByRole('link', { name: 'Sign in to check out' }).click();

    await page.getByRole('link', { name: 'Create account' }).click();
    await page.getByRole('heading', { name: 'Create account' }).waitFor();
    await signUp(page);

    await page.waitForURL('**/checkout');
    await page.getByText('$39.98').first().waitFor();
    await page.getByRole('button', { name: 'Place order' }).click();
    await page.waitForURL('**/orders/*');
    await page.getByText('no real money moves').waitFor();
    await page.getByRole('button', { name: 'Pay $39.98' }).click();
    await page.getByText('Thank you! We received your payment of $39.98.').waitFor();
    await page.getByText('Payment received: $39.98').waitFor();
    expect(await page.getByRole('button', { name: /Pay|Cancel/ }).count()).toBe(0);
    await page.getByRole('link', { name: 'Cart', exact: true }).waitFor();

    await page.getByRole('link', { name: 'Your orders' }).first().click();
    await page.getByRole('main').getByText('Paid').waitFor();
    await page.goto('/cart');
    await page.getByText('Your cart is empty').waitFor();
  });

  walk('keeps search, sort order and page of the catalog in the URL', async (page) => {
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

  walk('shows a skeleton while a page loads slowly', async (page) => {
    await page.goto('/');
    await delayRequests(page, 1000);
    await page.getByRole('link', { name: /^Cart/ }).click();
    await page.getByRole('main').getByRole('status', { name: 'Loading' }).waitFor();
    await page.getByText('Your cart is empty').waitFor();
    expect(await page.getByRole('status', { name: 'Loading' }).count()).toBe(0);
  });

  userWalk('cancels an order only after it was confirmed', async (page, buyer) => {
    const order = await buyer.order(await newProduct({ quantity: 2 }));

    await page.goto(`/orders/${order.id}`);
    const dialog = page.getByRole('dialog', { name: 'Cancel this order?' });
    await page.getByRole('button', { name: 'Cancel this order' }).click();
    await dialog.getByRole('button', { name: 'Keep order' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: 'Cancel this order' }).click();
    await dialog.getByRole('button', { name: 'Yes, cancel order' }).click();
    await page.getByText('This order was cancelled. You were not charged.').waitFor();
    expect(await page.getByRole('button', { name: /^Pay/ }).count()).toBe(0);
  });

  userWalk('shows in the first HTML what sold out while it was in the cart', async (page, buyer) => {
    const seller = await User.elsewhere();
    const [gone, few] = [await seller.sell({ quantity: 3 }), await seller.sell({ quantity: 5 })];
    await buyer.addToCart(gone, 1);
    await buyer.addToCart(few, 4);
    await seller.change(gone, 0);
    await seller.change(few, 2);

    const stocks = async () =>
      (await buyer.read<Cart>('/cart')).items.map(({ available }) => available).join();
    await eventually(async () => (await stocks()) === '0,2');

    const requested: string[] = [];
    page.on('request', (request) => requested.push(new URL(request.url()).pathname));
    const html = await (await page.goto('/cart'))?.text();
    for (const text of ['Sold out', 'Change to <!-- -->2']) expect(html).toContain(text);
    expect(requested.filter((path) => path.startsWith('/api/'))).toEqual([]);
    expect(await accessibilityViolations(page)).toEqual([]);
    await page.goto('/checkout');
    await page.getByText('no longer in stock').waitFor();
    expect(await page.getByRole('button', { name: 'Place order' }).count()).toBe(0);
    await page.getByRole('link', { name: 'Edit cart' }).click();
    expect(await page.getByRole('button', { name: 'Check out' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Change to 2' }).click();
    await page.getByRole('button', { name: `Remove ${gone.title}` }).click();
    await page.getByRole('link', { name: 'Check out' }).waitFor();
    await page.getByRole('region', { name: 'Summary' }).getByText('$25.00').waitFor();
  });

  userWalk('shows the current cart after a change on an earlier page', async (page, buyer) => {
    const seller = await User.elsewhere();
    const product = await seller.sell({ price: 10, quantity: 9 });
    await buyer.addToCart(product);
    const summary = page.getByRole('region', { name: 'Summary' });
    await page.goto('/cart');
    await page.getByRole('button', { name: 'Increase: Quantity' }).click();
    await summary.getByText('$20.00').waitFor();
    await seller.change({ ...product, price: 15 }, 9);
    await eventually(async () => (await buyer.read<Cart>('/cart')).items[0]?.price === 15);
    await page.getByRole('link', { name: 'Common Goods' }).click();
    await page.getByRole('searchbox', { name: 'Search' }).waitFor();
    await openCart(page);
    await summary.getByText('$30.00').waitFor();
  });

  userWalk('shows what has changed when going back to a page', async (page, buyer) => {
    await buyer.addToCart(await newProduct({ price: 10, quantity: 9 }));
    await page.goto('/cart');
    await page.getByRole('link', { name: 'Check out' }).click();
    await page.getByRole('button', { name: 'Place order' }).waitFor();
    await page.getByRole('main').getByText('$10.00').first().waitFor();
    await openCart(page);
    await page.getByRole('button', { name: 'Increase: Quantity' }).click();
    await page.getByRole('region', { name: 'Summary' }).getByText('$20.00').waitFor();
    await eventually(async () => (await buyer.read<Cart>('/cart')).items[0]?.quantity === 2);
    await page.goBack();
    await page.getByRole('button', { name: 'Place order' }).waitFor();
    await page.getByRole('main').getByText('$20.00').first().waitFor();
  });

  userWalk(
    'restores a removed line when the cart is unavailable',
    async (page, buyer) => {
      const product = await newProduct({ quantity: 9 });
      await buyer.addToCart(product);
      await page.goto('/cart');
      const body = JSON.stringify({ errors: [{ code: 'unavailable', message: 'Please try again.' }] });
      await page.route('**/api/cart**', (route) => route.fulfill({ status: 503, body }));
      await page.getByRole('button', { name: `Remove ${product.title}` }).click();
      await page.getByText('Please try again.').waitFor();
      await page.getByRole('link', { name: product.title }).waitFor();
    },
    { allow: /status of 503/ },
  );

  userWalk('leaves nothing of the account after signing out', async (page) => {
    await page.goto('/orders');
    await signOut(page);
    await page.waitForURL(({ pathname }) => pathname === '/');
    await page.getByRole('link', { name: 'Sign in' }).waitFor();
    await page.goto('/orders');
    await page.waitForURL('**/signin?next=%2Forders');
  });
});
