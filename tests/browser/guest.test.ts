import type { Cart } from '@ecommerce/contracts';
import { delayRequests, newEmail, password, User, walk, withBrowser } from './shop.ts';

withBrowser();

describe('the cart of a guest', () => {
  walk('is kept over a reload, and joined with the one of the account', async (page) => {
    const seller = await User.elsewhere();
    const [both, guestOnly] = [await seller.sell({ quantity: 9 }), await seller.sell({ quantity: 9 })];
    const email = newEmail();
    const api = page.context().request;
    await api.post('/api/users/signup', { data: { email, password } });
    await api.post('/api/cart/items', { data: { productId: both.id, quantity: 1 } });
    await page.context().clearCookies();

    for (const { id } of [both, guestOnly]) {
      await page.goto(`/products/${id}`);
      await page.getByRole('button', { name: 'One more: Quantity' }).click();
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByText('2 are in your cart.').waitFor();
    }
    await page.reload();
    await page
      .getByRole('link', { name: 'Cart 2 products' })
      .or(page.getByRole('link', { name: /^2\s*products\s*Cart/ }))
      .click();
    await page.getByRole('link', { name: 'Sign in to check out' }).click();
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/checkout');

    const cart = (await (await api.get('/api/cart')).json()) as Cart;
    expect(Object.fromEntries(cart.items.map(({ productId, quantity }) => [productId, quantity]))).toEqual({
      [both.id]: 3,
      [guestOnly.id]: 2,
    });
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  walk('keeps what the cart of the account has no room for, and says so', async (page) => {
    const product = await (await User.elsewhere()).sell({ quantity: 10_000 });
    const email = newEmail();
    const api = page.context().request;
    await api.post('/api/users/signup', { data: { email, password } });
    await api.post('/api/cart/items', { data: { productId: product.id, quantity: 9_990 } });
    await page.context().clearCookies();
    await page.goto(`/products/${product.id}`);
    await page.getByRole('textbox', { name: 'Quantity' }).fill('20');
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByText('20 are in your cart.').waitFor();

    await page.goto('/signin?next=/cart');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText(`There was no room for 20 × ${product.title}.`).waitFor();
    // The page shows the removal at once, while it is still on its way.
    await delayRequests(page, 1000, '**/api/cart/items/*');
    await page.getByRole('button', { name: `Remove ${product.title}` }).click();
    await page.getByText('Your cart is empty').waitFor();
    await page.getByRole('button', { name: 'Put it in now' }).click();
    await page.getByRole('textbox', { name: `Quantity of ${product.title}` }).waitFor();
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  walk('changes with its quantities and can be emptied', async (page) => {
    const seller = await User.elsewhere();
    const product = await seller.sell({ price: 10, quantity: 9 });
    await page.goto(`/products/${product.id}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('link', { name: 'View cart' }).click();
    const quantity = page.getByRole('textbox', { name: `Quantity of ${product.title}` });
    await quantity.fill('4');
    await quantity.press('Enter');
    await page.getByRole('region', { name: 'Summary' }).getByText('$40.00').waitFor();
    await page.getByRole('button', { name: `Remove ${product.title}` }).click();
    await page.getByText('Your cart is empty').waitFor();
  });
});
