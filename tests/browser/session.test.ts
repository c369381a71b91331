import { errorCatalog } from '@ecommerce/contracts';
import { newAccount, signIn } from './actions.ts';
import { newProduct, User } from './shop.ts';
import { userWalk, walk } from './walk.ts';

describe('a session', () => {
  walk('that has ended leads to the sign-in page and back', async (page) => {
    await page
      .context()
      .addCookies([{ name: 'session', value: 'eyJqd3QiOiJvbGQifQ==', url: process.env.BASE_URL ?? '' }]);
    await page.goto('/orders?page=1');
    await page.getByText('Your session has ended').waitFor();
    await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await page.waitForURL('**/signin?next=%2Forders');
  });

  userWalk('that ends on an open page is reported by the next action', async (page) => {
    const product = await newProduct({ quantity: 3 });
    await page.goto(`/products/${product.id}`);
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Add to cart' }).click();
    await page.getByRole('alert').getByRole('link', { name: 'Sign in again' }).click();
    await page.waitForURL(`**/signin?next=${encodeURIComponent(`/products/${product.id}`)}`);
  });

  walk('of another account does not show an order', async (page) => {
    const order = await (await User.elsewhere()).order(await newProduct({ quantity: 1 }));
    await User.inBrowser(page);
    await page.goto(`/orders/${order.id}`);
    await page.getByText('This order belongs to another account').waitFor();
  });

  walk('is part of the first HTML', async (page) => {
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
      const email = await newAccount(page);
      await signIn(page, email, 'a wrong password');
      await page.getByText(errorCatalog.wrong_credentials.message).waitFor();
      await signIn(page, email);
      await page.getByText('Your account').waitFor();
      expect(new URL(page.url()).pathname).toBe('/');
    });
});
