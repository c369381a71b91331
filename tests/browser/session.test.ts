import { errorCatalog } from '@ecommerce/contracts';
import { signIn } from './actions.ts';
import { expect, test, userTest } from './fixtures.ts';
import { User } from './user.ts';

test.describe('a session', () => {
  test('that has ended leads to the sign-in page and back', async ({ page, baseURL }) => {
    await page.context().addCookies([{ name: 'session', value: 'eyJqd3QiOiJvbGQifQ==', url: baseURL }]);
    await page.goto('/orders?page=1');
    await expect(page.getByText('Your session has ended')).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await expect(page).toHaveURL('/signin?next=%2Forders');
  });

  userTest('that ends on an open page is reported by the next action', async ({ page, seller }) => {
    const product = await seller.sell({ quantity: 3 });
    await page.goto(`/products/${product.id}`);
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('alert').getByRole('link', { name: 'Sign in again' }).click();
    await expect(page).toHaveURL(`/signin?next=${encodeURIComponent(`/products/${product.id}`)}`);
  });

  userTest('of another account does not show an order', async ({ page, seller }) => {
    const order = await seller.order(await seller.sell({ quantity: 1 }));
    await page.goto(`/orders/${order.id}`);
    await expect(page.getByText('This order belongs to another account')).toBeVisible();
  });

  test('is part of the first HTML', async ({ page }) => {
    const { request } = page;
    expect(await (await request.get('/')).text()).toContain('Sign in');
    await User.signUp(request);
    const html = await (await request.get('/')).text();
    expect(html).toContain('Sign out');
    expect(html).not.toContain('>Sign in<');
  });

  for (const next of ['https://example.com/', '/.//example.com', '/%2e%2e//example.com'])
    test(`never leads to another site: ${next}`, async ({ page, newUser }) => {
      await page.goto(`/signin?next=${encodeURIComponent(next)}`);
      const { email } = await newUser();
      await signIn(page, email, 'a wrong password');
      await expect(page.getByText(errorCatalog.wrong_credentials.message)).toBeVisible();
      await signIn(page, email);
      await expect(page.getByText('Your account')).toBeVisible();
      expect(new URL(page.url()).pathname).toBe('/');
    });
});
