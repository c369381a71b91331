import type { Cart } from '@ecommerce/contracts';
import { delayRequests, signIn } from './actions.ts';
import { expect, test } from './fixtures.ts';

test.describe('the guest cart', () => {
  test('survives a reload and is merged into the account at sign-in', async ({ page, seller, newUser }) => {
    const [both, guestOnly] = [await seller.sell({ quantity: 9 }), await seller.sell({ quantity: 9 })];
    const account = await newUser();
    await account.addToCart(both);

    for (const { id } of [both, guestOnly]) {
      await page.goto(`/products/${id}`);
      await page.getByRole('button', { name: 'Increase: Quantity' }).click();
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await expect(page.getByText('Added 2 to your cart.')).toBeVisible();
    }
    await page.reload();
    await page
      .getByRole('link', { name: 'Cart 2 products' })
      .or(page.getByRole('link', { name: /^2\s*products\s*Cart/ }))
      .click();
    await page.getByRole('link', { name: 'Sign in to check out' }).click();
    await signIn(page, account.email);
    await expect(page).toHaveURL('/checkout');

    const cart = (await (await page.request.get('/api/cart')).json()) as Cart;
    expect(Object.fromEntries(cart.items.map(({ productId, quantity }) => [productId, quantity]))).toEqual({
      [both.id]: 3,
      [guestOnly.id]: 2,
    });
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  test('keeps and shows what the account’s cart has no room for', async ({ page, seller, newUser }) => {
    const product = await seller.sell({ quantity: 10_000 });
    const account = await newUser();
    await account.addToCart(product, 9_990);
    await page.goto(`/products/${product.id}`);
    await page.getByRole('textbox', { name: 'Quantity' }).fill('20');
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await expect(page.getByText('Added 20 to your cart.')).toBeVisible();

    await page.goto('/signin?next=/cart');
    await signIn(page, account.email);
    await expect(page.getByText(`Not added: 20 × ${product.title}.`)).toBeVisible();
    // The page shows the removal at once, before it is answered.
    await delayRequests(page, 1000, '**/api/cart/items/*');
    await page.getByRole('button', { name: `Remove ${product.title}` }).click();
    await expect(page.getByText('Your cart is empty')).toBeVisible();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('textbox', { name: `Quantity of ${product.title}` })).toBeVisible();
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  test('shows a product that was removed', async ({ page, seller, consoleErrors }) => {
    consoleErrors.allow(/status of 404/);
    const product = await seller.sell({ quantity: 9 });
    await page.goto(`/products/${product.id}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await expect(page.getByText('Added to your cart.')).toBeVisible();
    await seller.remove(product);
    await page.goto('/cart');
    await expect(page.getByText('No longer available: the seller removed it.')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Check out' })).toBeDisabled();
    await page.getByRole('button', { name: `Remove ${product.title}` }).click();
    await expect(page.getByText('Your cart is empty')).toBeVisible();
  });

  test('follows its quantities and can be emptied', async ({ page, seller }) => {
    const product = await seller.sell({ price: 10, quantity: 9 });
    await page.goto(`/products/${product.id}`);
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('link', { name: 'View cart' }).click();
    const quantity = page.getByRole('textbox', { name: `Quantity of ${product.title}` });
    await quantity.fill('4');
    await quantity.press('Enter');
    await expect(page.getByRole('region', { name: 'Summary' }).getByText('$40.00')).toBeVisible();
    await page.getByRole('button', { name: `Remove ${product.title}` }).click();
    await expect(page.getByText('Your cart is empty')).toBeVisible();
  });
});
