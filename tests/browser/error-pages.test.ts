import { accessibilityViolations } from './actions.ts';
import { carrySession, describeWithBuild, storefront } from './storefront.ts';
import { userWalk, variants, walk } from './walk.ts';

/** The server fails when it formats this price. */
const BAD_PRICE = 666.66;
const failAtBadPrice = `data:text/javascript,${encodeURIComponent(`
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

describeWithBuild('a page that fails on the server', () => {
  userWalk(
    'answers 500 without the error’s message, and can be tried again',
    async (page, seller) => {
      const product = await seller.sell({ price: BAD_PRICE, quantity: 3 });
      const url = await storefront({ NODE_OPTIONS: `--import "${failAtBadPrice}"` });
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

describe.each(variants)('a page that fails in the browser, %s', (variant, options) => {
  walk(
    `can be tried again when its scripts failed to load, ${variant}`,
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
    `leads back to the shop when the layout fails too, ${variant}`,
    async (page) => {
      // The header subscribes to the guest's cart in local storage.
      await page.addInitScript(() => {
        const listen = window.addEventListener;
        window.addEventListener = (...given: Parameters<typeof listen>) => {
          if (given[0] === 'storage' && location.pathname === '/cart') throw new Error('listener failed');
          listen(...given);
        };
      });
      await page.goto('/cart');
      await page.getByRole('heading', { level: 1, name: 'Something went wrong' }).waitFor();
      expect(await page.title()).toBe('Something went wrong · Common Goods');
      expect(await accessibilityViolations(page)).toEqual([]);
      await page.getByRole('link', { name: 'Go to the home page' }).click();
      await page.getByRole('searchbox').waitFor();
    },
    { ...options, allow: /listener failed/ },
  );
});
