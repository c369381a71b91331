import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { BASE_URL, eventually, Person, walk, withBrowser } from './shop.ts';

withBrowser();

const program = join(import.meta.dirname, '../../client/.next/standalone/client/serve/main.mjs');
const nowhere = 'http://127.0.0.1:9';
/** Takes connections and never says a word. */
const silent = createServer();
const stops: (() => unknown)[] = [];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  return port;
}

/** A storefront of its own on the shop that runs, with some of its services put elsewhere. */
async function storefront(env: Record<string, string>): Promise<string> {
  const port = await freePort();
  const policy = (await fetch(BASE_URL)).headers.get('content-security-policy') ?? '';
  const child = spawn(process.execPath, [program], {
    env: {
      PATH: process.env.PATH,
      NODE_TLS_REJECT_UNAUTHORIZED: BASE_URL.startsWith('https') ? '0' : '1',
      HOSTNAME: '127.0.0.1',
      // Where the shop's pictures are, as its own storefront knows it.
      PUBLIC_MEDIA_URL: /img-src [^;]* (http[^ ;]+)/.exec(policy)?.[1],
      PORT: String(port),
      AUTH_URL: BASE_URL,
      PRODUCTS_URL: BASE_URL,
      CART_URL: BASE_URL,
      ORDERS_URL: BASE_URL,
      ...env,
    },
    stdio: 'ignore',
  });
  stops.push(() => child.kill());
  const url = `http://127.0.0.1:${port}`;
  await eventually(() =>
    fetch(`${url}/icon.svg`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );
  return url;
}

afterAll(() => {
  for (const stop of stops) stop();
  silent.close();
});

// The shop may run from images; then there is no build to start here.
(existsSync(program) ? describe : describe.skip)('a service that is away', () => {
  walk(
    'leaves the rest of each page as it is',
    async (page) => {
      const buyer = await Person.at(page);
      const product = await (await Person.elsewhere()).sell({ quantity: 9 });
      const order = await buyer.order(product);
      const { value } = (await page.context().cookies()).find(({ name }) => name === 'session') ?? {
        value: '',
      };
      const at = async (env: Record<string, string>) => {
        const url = await storefront(env);
        await page.context().addCookies([{ name: 'session', value, url }]);
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

  walk('and says nothing is not waited for without end', async (page) => {
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const { port } = silent.address() as { port: number };
    const url = await storefront({ PRODUCTS_URL: `http://127.0.0.1:${port}` });
    const begin = Date.now();
    await page.goto(url);
    await page.getByText('The products can’t be shown right now').waitFor();
    expect(Date.now() - begin).toBeLessThan(6000);
  });

  walk(
    'is told when something is to be changed there, and can be tried again',
    async (page) => {
      await Person.at(page);
      const product = await (await Person.elsewhere()).sell({ quantity: 9 });
      await page.goto(`/products/${product.id}`);
      await page.route('**/api/cart/items', (route) => route.fulfill({ status: 502, body: 'Bad Gateway' }));
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByText('This part of the shop is taking a short break.').waitFor();
      await page.unroute('**/api/cart/items');
      await page.getByRole('button', { name: 'Add to cart' }).click();
      await page.getByText('It is in your cart.').waitFor();
    },
    { allow: /status of 502/ },
  );
});

(existsSync(program) ? describe : describe.skip)('with a key of Stripe', () => {
  walk('the card goes to Stripe alone, and its token pays', async (page) => {
    const url = await storefront({ STRIPE_PUBLISHABLE_KEY: 'pk_test_of_the_browser_tests' });
    const buyer = await Person.at(page);
    const order = await buyer.order(await (await Person.elsewhere()).sell({ price: 7, quantity: 2 }));
    const { value } = (await page.context().cookies()).find(({ name }) => name === 'session') ?? {
      value: '',
    };
    await page.context().addCookies([{ name: 'session', value, url }]);
    // Stripe's script as far as it is used; the API is the shop's.
    await page.route('https://js.stripe.com/v3/', (route) =>
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
