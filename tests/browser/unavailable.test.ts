import { once } from 'node:events';
import { createServer } from 'node:net';
import { signOut } from './actions.ts';
import { BASE_URL, newProduct, User } from './shop.ts';
import { carrySession, describeWithBuild, storefront } from './storefront.ts';
import { userWalk, walk } from './walk.ts';

const nowhere = 'http://127.0.0.1:9';
/** Accepts connections and never answers. */
const silent = createServer();
afterAll(() => {
  silent.close();
});

describeWithBuild('an unavailable service', () => {
  userWalk(
    'leaves the rest of each page usable',
    async (page, buyer) => {
      const product = await newProduct({ quantity: 9 });
      const order = await buyer.order(product);
      const at = async (env: Record<string, string>) => {
        const url = await storefront(env);
        await carrySession(page, url);
        return url;
      };

      const noProducts = await at({ PRODUCTS_URL: nowhere });
      await page.goto(noProducts);
      await page.getByText('The products can’t be shown right now').waitFor();
      await page.getByRole('searchbox').waitFor();
      await page.goto(`${noProducts}/products/${product.id}`);
      await page.getByText('This product can’t be shown right now').waitFor();
      await page.goto(`${noProducts}/orders`);
      await page.getByText('Waiting for payment').waitFor();

      const noCart = await at({ CART_URL: nowhere });
      await page.goto(`${noCart}/cart`);
      await page.getByText('Your cart can’t be shown right now').waitFor();
      await page.goto(`${noCart}/products/${product.id}`);
      await page.getByRole('button', { name: 'Add to cart' }).waitFor();

      const noOrders = await at({ ORDERS_URL: nowhere });
      await page.goto(`${noOrders}/orders`);
      await page.getByText('Your orders can’t be shown right now').waitFor();
      await page.goto(`${noOrders}/orders/${order.id}`);
      await page.getByText('This order can’t be shown right now').waitFor();

      const noAuth = await at({ AUTH_URL: nowhere });
      await page.goto(noAuth);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.goto(`${noAuth}/orders/${order.id}`);
      await page.getByText('Waiting for payment').waitFor();
    },
    { allow: /Failed to load resource/ },
  );

  walk('that never answers delays a page by seconds only', async (page) => {
    if (!silent.listening) await once(silent.listen(0, '127.0.0.1'), 'listening');
    const { port } = silent.address() as { port: number };
    const url = await storefront({ PRODUCTS_URL: `http://127.0.0.1:${port}` });
    const begin = Date.now();
    await page.goto(url);
    await page.getByText('The products can’t be shown right now').waitFor();
    expect(Date.now() - begin).toBeLessThan(6000);
  });

  userWalk(
    'leaves a user signed in when the sign-out failed, and says so',
    async (page) => {
      await page.goto('/');
      await page.route('**/api/users/signout', (route) =>
        route.fulfill({ status: 502, body: 'Bad Gateway' }),
      );
      await signOut(page);
      await page.getByRole('alert').getByText('You are still signed in.').waitFor();
      await page.unroute('**/api/users/signout');
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('link', { name: 'Sign in' }).waitFor();
    },
    { allow: /status of 502/ },
  );

  userWalk(
    'is reported by an action, which can be tried again',
    async (page) => {
      const product = await newProduct({ quantity: 9 });
      await page.goto(`/products/${product.id}`);
      await page.route('**/api/cart/items', (route) => route.fulfill({ status: 502, body: 'Bad Gateway' }));
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByText('The shop is temporarily unavailable.').waitFor();
      await page.unroute('**/api/cart/items');
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByText('Added to your cart.').waitFor();
    },
    { allow: /status of 502/ },
  );
});

describeWithBuild('with a Stripe key', () => {
  walk('the card goes to Stripe only, and its token pays', async (page) => {
    const url = await storefront({ STRIPE_PUBLISHABLE_KEY: 'pk_test_of_the_browser_tests' });
    const buyer = await User.inBrowser(page);
    const order = await buyer.order(await newProduct({ price: 7, quantity: 2 }));
    await carrySession(page, url);
    // A stub of Stripe.js; the API is the shop's.
    await page.route('https://js.stripe.com/**', (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: `window.Stripe = (key) => ({
          elements: () => ({ create: () => ({ mount: (place) => { place.textContent = key; }, destroy: () => {} }) }),
          createToken: async () => ({ token: { id: 'tok_visa' } }),
        });`,
      }),
    );
    await page.route(`${url}/api/**`, async (route) => {
      const { pathname } = new URL(route.request().url());
      await route.fulfill({ response: await route.fetch({ url: BASE_URL + pathname }) });
    });
    const response = await page.goto(`${url}/orders/${order.id}`);
    expect(response?.headers()['content-security-policy']).toContain('https://js.stripe.com');
    await page.getByText('pk_test_of_the_browser_tests').waitFor();
    expect(await page.getByRole('radio').count()).toBe(0);
    await page.getByRole('button', { name: 'Pay $7.00' }).click();
    await page.getByText('Thank you!').waitFor();
  });
});
