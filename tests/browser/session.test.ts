import { errorCatalog, sessionCookieName } from '@ecommerce/contracts';
import { signIn, signUp } from './actions.ts';
import { expect, test, userTest } from './fixtures.ts';
import { newEmail, password, User } from './user.ts';

const nameOn = (url = '') => sessionCookieName(url.startsWith('https'));

test.describe('a session', () => {
  test('that has ended leads to the sign-in page and back', async ({ page, baseURL }) => {
    await page.context().addCookies([{ name: nameOn(baseURL), value: 'eyJqd3QiOiJvbGQifQ==', url: baseURL }]);
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

  userTest(
    'that ends on all devices leads to sign-in and back',
    async ({ page, user, seller, newDevice }) => {
      const path = `/products/${(await seller.sell({ quantity: 3 })).id}`;
      await page.goto(path);
      const other = await newDevice();
      await other.goto('/account');
      await other.getByRole('button', { name: 'Sign out everywhere' }).click();
      const dialog = other.getByRole('dialog', { name: 'Sign out everywhere?' });
      await dialog.getByRole('button', { name: 'Stay signed in' }).click();
      await expect(dialog).toBeHidden();
      await other.getByRole('button', { name: 'Sign out everywhere' }).click();
      await dialog.getByLabel('Password').fill(password);
      await dialog.getByRole('button', { name: 'Yes, sign out' }).click();
      await expect(other).toHaveURL('/');
      await expect(other.getByRole('link', { name: 'Sign in' })).toBeVisible();

      // Every service knows of it within a second.
      await expect.poll(async () => (await page.request.get('/api/cart')).status()).toBe(401);
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByRole('alert').getByRole('link', { name: 'Sign in again' }).click();
      await signIn(page, user.email);
      await expect(page).toHaveURL(path);
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await expect(page.getByText('Added to your cart.')).toBeVisible();
    },
  );

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

  for (const [name, value] of [
    ['letters outside Latin-1', 'привет'],
    ['an encoded line break', '%0d%0aX: 1'],
    ['an invalid escape', '%E0%A4%A'],
    ['a token of dots', 'a.b.c'],
    ['JSON', '{"user":"ada"}'],
  ] as const)
    test(`of another application, with ${name}, is a guest's`, async ({ page, baseURL }) => {
      // As bytes in UTF-8, which some applications set. Playwright's own cookies must be ASCII.
      const cookie = `${nameOn(baseURL)}=${Buffer.from(value).toString('latin1')}`;
      for (const path of ['/', '/cart', '/orders', '/selling']) {
        const response = await page.request.get(path, { headers: { cookie } });
        expect({ path, status: response.status() }).toEqual({ path, status: 200 });
        const html = await response.text();
        expect(html).toContain('Sign in');
        expect(html).not.toContain('temporarily unavailable');
      }
    });

  test('is for one account, however the domain of its address is written', async ({ page, context }) => {
    const name = newEmail().split('@')[0];
    await page.goto('/signup');
    await signUp(page, `${name}@пример.рф`);
    await expect(page.getByText('Account menu')).toBeVisible();
    await context.clearCookies();
    await page.goto('/signin');
    await signIn(page, `${name}@xn--e1afmkfd.xn--p1ai`);
    await expect(page.getByText('Account menu')).toBeVisible();
  });

  for (const next of ['https://example.com/', '/.//example.com', '/%2e%2e//example.com'])
    test(`never leads to another site: ${next}`, async ({ page, newUser }) => {
      await page.goto(`/signin?next=${encodeURIComponent(next)}`);
      const { email } = await newUser();
      await signIn(page, email, 'a wrong password');
      await expect(page.getByText(errorCatalog.wrong_credentials.message)).toBeVisible();
      await signIn(page, email);
      await expect(page.getByText('Account menu')).toBeVisible();
      expect(new URL(page.url()).pathname).toBe('/');
    });
});
