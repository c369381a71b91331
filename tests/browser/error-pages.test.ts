import { accessibilityViolations, User, walk, withBrowser } from './shop.ts';
import { carrySession, describeWithBuild, storefront } from './storefront.ts';

withBrowser();

/** A server that breaks down at one price; the prices on most pages are written there. */
const BAD_PRICE = 666.66;
const breaksDown = `data:text/javascript,${encodeURIComponent(`
  const { get } = Object.getOwnPropertyDescriptor(Intl.NumberFormat.prototype, 'format');
  Object.defineProperty(Intl.NumberFormat.prototype, 'format', {
    get() {
      const format = get.call(this);
      return (number) => {
        if (number === ${BAD_PRICE}) throw new Error('a secret of the server');
        return format(number);
      };
    },
  });
`)}`;

const looks = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['on a phone', { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true }],
] as const;

describeWithBuild('a page that fails on the server', () => {
  walk(
    'is a 500 that tells no secret, and can be tried again',
    async (page) => {
      const seller = await User.inBrowser(page);
      const product = await seller.sell({ price: BAD_PRICE, quantity: 3 });
      const url = await storefront({ NODE_OPTIONS: `--import "${breaksDown}"` });
      await carrySession(page, url);
      const response = await page.goto(`${url}/products/${product.id}`);
      expect(response?.status()).toBe(500);
      await page.getByRole('heading', { level: 1, name: 'Something went wrong' }).waitFor();
      await page.getByText('Your account').waitFor();
      expect(await response?.text()).not.toContain('a secret');

      await seller.change({ ...product, price: 5 }, 3);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByRole('heading', { level: 1, name: product.title }).waitFor();
    },
    { allow: /status of 500|Error/ },
  );
});

describe.each(looks)('a page that fails in the browser, %s', (look, options) => {
  walk(
    `can be tried again where its scripts did not come, ${look}`,
    async (page) => {
      const scripts = '**/_next/static/chunks/**';
      await page.goto('/');
      await page.route(scripts, (route) => route.abort());
      await page.getByRole('link', { name: /^Cart/ }).click();
      await page.getByRole('heading', { level: 1, name: 'Something went wrong' }).waitFor();
      expect(await accessibilityViolations(page)).toEqual([]);

      await page.unroute(scripts);
      await page.getByRole('button', { name: 'Try again' }).click();
      await page.getByText('Your cart is empty').waitFor();
    },
    { ...options, allow: /ERR_FAILED|ChunkLoadError|Failed to load/ },
  );

  walk(
    `leads back to the shop where even its frame fails, ${look}`,
    async (page) => {
      // The frame counts what is in the cart, and so listens to what other tabs do to it.
      await page.addInitScript(() => {
        const listen = window.addEventListener;
        window.addEventListener = (...given: Parameters<typeof listen>) => {
          if (given[0] === 'storage' && location.pathname === '/cart') throw new Error('no such thing here');
          listen(...given);
        };
      });
      await page.goto('/cart');
      await page.getByRole('heading', { level: 1, name: 'Something went wrong' }).waitFor();
      expect(await page.title()).toBe('Something went wrong · Common Goods');
      expect(await accessibilityViolations(page)).toEqual([]);
      await page.getByRole('link', { name: 'To the shop' }).click();
      await page.getByRole('searchbox').waitFor();
    },
    { ...options, allow: /no such thing here/ },
  );
});
