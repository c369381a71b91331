import type { Cart } from '@ecommerce/contracts';
import { delayRequests, newAccount, signIn } from './actions.ts';
import { newProduct, User } from './shop.ts';
import { walk } from './walk.ts';

describe('the guest cart', () => {
  walk('survives a reload and is merged into the account at sign-in', async (page) => {
    const seller = await User.elsewhere();
    const [both, guestOnly] = [await seller.sell({ quantity: 9 }), await seller.sell({ quantity: 9 })];
    const email = await newAccount(page, (user) => user.addToCart(both));

    for (const { id } of [both, guestOnly]) {
      await page.goto(`/products/${id}`);
      await page.getByRole('button', { name: 'Increase: Quantity' }).click();
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByText('Added 2 to your cart.').waitFor();
    }
    await page.reload();
    await page
      .getByRole('link', { name: 'Cart 2 products' })
      .or(page.getByRole('link', { name: /^2\s*products\s*Cart/ }))
      .click();
    await page.getByRole('link', { name: 'Sign in to check out' }).click();
    await signIn(page, email);
    await page.waitForURL('**/checkout');

    const cart = (await (await page.context().request.get('/api/cart')).json()) as Cart;
    expect(Object.fromEntries(cart.items.map(({ productId, quantity }) => [productId, quantity]))).toEqual({
      [both.id]: 3,
      [guestOnly.id]: 2,
    });
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  walk('keeps and shows what the account’s cart has no room for', async (page) => {
    const product = await newProduct({ quantity: 10_000 });
    const email = await newAccount(page, (user) => user.addToCart(product, 9_990));
    await page.goto(`/products/${product.id}`);
    await page.getByRole('textbox', { name: 'Quantity' }).fill('20');
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByText('Added 20 to your cart.').waitFor();

    await page.goto('/signin?next=/cart');
    await signIn(page, email);
    await page.getByText(`Not added: 20 × ${product.title}.`).waitFor();
    // The page shows the removal at once, before it is answered.
    await delayRequests(page, 1000, '**/api/cart/items/*');
    await page.getByRole('button', { name: `Remove ${product.title}` }).click();
    await page.getByText('Your cart is empty').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByRole('textbox', { name: `Quantity of ${product.title}` }).waitFor();
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });

  walk('follows its quantities and can be emptied', async (page) => {
    const product = await newProduct({ price: 10, quantity: 9 });
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
