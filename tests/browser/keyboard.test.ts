import type { Page } from '@playwright/test';
import { delayRequests } from './actions.ts';
import { expect, test, userTest } from './fixtures.ts';
import { newEmail, password } from './user.ts';

/** Presses Tab until an element of this name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  const seen: string[] = [];
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    const { label, ring } = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement;
      const labels = (element as HTMLInputElement).labels;
      const texts = [
        element.getAttribute('aria-label'),
        element.textContent,
        ...[...(labels ?? [])].map((label) => label.textContent),
      ];
      const hasOutline = (one: Element | null, pseudo?: string) =>
        one !== null && getComputedStyle(one, pseudo).outlineStyle !== 'none';
      const ring =
        hasOutline(element) || hasOutline(element, '::after') || hasOutline(element.closest('label'));
      return { label: texts.join(' '), ring };
    });
    seen.push(label.trim());
    if (!name.test(label)) continue;
    expect(ring).toBe(true);
    return;
  }
  throw new Error(`${name} is not reached by Tab: ${seen.join(' | ')}`);
}

test.describe('the keyboard alone', () => {
  test('is enough to buy', async ({ page, seller }) => {
    const product = await seller.sell({ price: 10, quantity: 5 });
    await page.goto('/');
    await page.keyboard.press('Tab');
    await expect(page.getByRole('link', { name: 'Skip to main content' })).toBeFocused();
    await page.keyboard.press('Enter');
    await tabTo(page, /Search/);
    await page.keyboard.type(product.title);
    await page.keyboard.press('Enter');
    await expect(page.getByText('1 product for')).toBeVisible();
    await tabTo(page, new RegExp(product.title));
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: product.title })).toBeVisible();
    await tabTo(page, /Add to cart/);
    await page.keyboard.press('Enter');
    await tabTo(page, /View cart/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Your cart' })).toBeVisible();
    await tabTo(page, /Sign in to check out/);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/signin\?/);
    await tabTo(page, /Create account/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Create account' })).toBeVisible();
    await tabTo(page, /Email/);
    await page.keyboard.type(newEmail());
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/checkout');
    await tabTo(page, /Place order/);
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\/orders\/[0-9a-f]{24}$/);
    await expect(page.getByRole('radio', { name: /4242/ })).toBeVisible();
    await tabTo(page, /4242/);
    await page.keyboard.press('ArrowDown');
    await tabTo(page, /^.*Pay \$10/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('alert').getByText('Your card was declined.')).toBeVisible();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowUp');
    await tabTo(page, /Pay \$10/);
    await page.keyboard.press('Enter');
    await expect(page.getByText('Thank you!')).toBeVisible();
  });

  test('keeps the focus in sort and search on a slow connection', async ({ page }) => {
    await page.goto('/');
    await delayRequests(page, 500);
    const sortBy = page.getByLabel('Sort by');
    await sortBy.focus();
    for (const sort of ['oldest', 'price']) {
      await page.keyboard.press('ArrowDown');
      await expect(page).toHaveURL(new RegExp(`sort=${sort}`));
      await expect(sortBy).toBeFocused();
    }
    const search = page.getByRole('searchbox', { name: 'Search' });
    await search.focus();
    await page.keyboard.type('nothing of this name');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/search=nothing/);
    await expect(search).toBeFocused();
  });

  userTest('moves to the next line when a cart line is removed', async ({ page, user, seller }) => {
    const products = [await seller.sell({ quantity: 1 }), await seller.sell({ quantity: 1 })];
    for (const product of products) await user.addToCart(product);
    const remove = page.getByRole('button', { name: /^Remove/ });
    await page.goto('/cart');
    await expect(remove).toHaveCount(2);
    await remove.first().focus();
    await page.keyboard.press('Enter');
    await expect(remove).toHaveCount(1);
    await expect(remove).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { level: 1, name: 'Your cart' })).toBeFocused();
  });

  userTest('is enough to change the password and to end a session', async ({ page, newDevice }) => {
    await newDevice('a-script/1.0');
    await page.goto('/account');
    await tabTo(page, /Current password/);
    await page.keyboard.type(password);
    await page.keyboard.press('Tab');
    await page.keyboard.type('another good password');
    await page.keyboard.press('Enter');
    await expect(page.getByText('Your password has been changed.')).toBeVisible();
    await expect(page.getByLabel('New password')).toBeFocused();
    await tabTo(page, /^\s*Sign out everywhere/);
    await page.keyboard.press('Enter');
    await tabTo(page, /Stay signed in/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('button', { name: 'Sign out everywhere' })).toBeFocused();
    await page.keyboard.press('Enter');
    await page.keyboard.type('another good password');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
  });

  userTest('closes menu and dialog with Escape, which keep the focus', async ({ page, user, seller }) => {
    const order = await user.order(await seller.sell({ quantity: 1 }));
    await page.goto(`/orders/${order.id}`);
    await tabTo(page, /^\s*Account menu/);
    await page.keyboard.press('Enter');
    await expect(page.getByRole('link', { name: 'Your products' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('link', { name: 'Your products' })).toBeHidden();
    await tabTo(page, /Cancel this order/);
    await page.keyboard.press('Enter');
    await tabTo(page, /Yes, cancel order/);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(page.getByRole('button', { name: 'Cancel this order' })).toBeFocused();
  });
});
