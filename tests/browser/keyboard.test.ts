import type { Page } from 'playwright-core';
import { delayRequests } from './actions.ts';
import { eventually, newEmail, newProduct, password, User } from './shop.ts';
import { userWalk, walk } from './walk.ts';

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

describe('with the keyboard alone', () => {
  walk('one can buy', async (page) => {
    const product = await newProduct({ price: 10, quantity: 5 });
    await page.goto('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to main content');
    await page.keyboard.press('Enter');
    await tabTo(page, /Search/);
    await page.keyboard.type(product.title);
    await page.keyboard.press('Enter');
    await page.getByText('1 product for').waitFor();
    await tabTo(page, new RegExp(product.title));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: product.title }).waitFor();
    await tabTo(page, /Add to cart/);
    await page.keyboard.press('Enter');
    await tabTo(page, /View cart/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Your cart' }).waitFor();
    await tabTo(page, /Sign in to check out/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/signin?**');
    await tabTo(page, /Create account/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Create account' }).waitFor();
    await tabTo(page, /Email/);
    await page.keyboard.type(newEmail());
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/checkout');
    await tabTo(page, /Place order/);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/orders/*');
    await page.getByRole('radio', { name: /4242/ }).waitFor();
    await tabTo(page, /4242/);
    await page.keyboard.press('ArrowDown');
    await tabTo(page, /^.*Pay \$10/);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Your card was declined.').waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('ArrowUp');
    await tabTo(page, /Pay \$10/);
    await page.keyboard.press('Enter');
    await page.getByText('Thank you!').waitFor();
  });

  walk('sort and search keep the focus on a slow connection', async (page) => {
    await page.goto('/');
    await delayRequests(page, 500);
    const focused = () => page.evaluate(() => document.activeElement?.id);
    await page.getByLabel('Sort by').focus();
    for (const sort of ['oldest', 'price']) {
      await page.keyboard.press('ArrowDown');
      await page.waitForURL(`**/*sort=${sort}*`);
      await eventually(async () => (await focused()) === 'sort');
    }
    await page.getByRole('searchbox', { name: 'Search' }).focus();
    await page.keyboard.type('nothing of this name');
    await page.keyboard.press('Enter');
    await page.waitForURL('**/*search=nothing*');
    await eventually(async () => (await focused()) === 'search');
  });

  userWalk('removing cart lines moves the focus to the next one', async (page, buyer) => {
    const seller = await User.elsewhere();
    const products = [await seller.sell({ quantity: 1 }), await seller.sell({ quantity: 1 })];
    for (const product of products) await buyer.addToCart(product);
    const focused = () => page.evaluate(() => document.activeElement?.textContent ?? '');
    await page.goto('/cart');
    await page
      .getByRole('button', { name: /^Remove/ })
      .first()
      .focus();
    const before = await focused();
    await page.keyboard.press('Enter');
    await eventually(async () => (await focused()).startsWith('Remove') && (await focused()) !== before);
    await page.keyboard.press('Enter');
    await eventually(async () => (await focused()) === 'Your cart');
  });

  userWalk('Escape closes the account menu and the dialog, which keep the focus', async (page, buyer) => {
    const order = await buyer.order(await newProduct({ quantity: 1 }));
    await page.goto(`/orders/${order.id}`);
    await tabTo(page, /^\s*Your account/);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Your products' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Your products' }).waitFor({ state: 'hidden' });
    await tabTo(page, /Cancel this order/);
    await page.keyboard.press('Enter');
    await tabTo(page, /Yes, cancel order/);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Cancel this order');
  });
});
