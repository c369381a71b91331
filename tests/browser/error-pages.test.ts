import { accessibilityViolations } from './actions.ts';
import { expect, test, userTest } from './fixtures.ts';
import { variants } from './variants.ts';

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

test.describe('a page that fails on the server', () => {
  userTest(
    'answers 500 without the error’s message, and can be tried again',
    async ({ page, user, consoleErrors, startStorefront }) => {
      consoleErrors.allow(/status of 500|Error/);
      const product = await user.sell({ price: BAD_PRICE, quantity: 3 });
      const url = await startStorefront({ NODE_OPTIONS: `--import "${failAtBadPrice}"` });
      const response = await page.goto(`${url}/products/${product.id}`);
      expect(response?.status()).toBe(500);
      await expect(page.getByRole('heading', { level: 1, name: 'Something went wrong' })).toBeVisible();
      await expect(page.getByText('Account menu')).toBeVisible();
      expect(await response?.text()).not.toContain('a secret');

      await user.change({ ...product, price: 5 }, 3);
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(page.getByRole('heading', { level: 1, name: product.title })).toBeVisible();
    },
  );
});

for (const [variant, options] of variants)
  test.describe(`a page that fails in the browser, ${variant}`, () => {
    test.use(options);

    test('can be tried again when its scripts failed to load', async ({ page, consoleErrors }) => {
      consoleErrors.allow(/ERR_FAILED|ChunkLoadError|Failed to load/);
      const scripts = '**/_next/static/chunks/**';
      await page.goto('/');
      await page.route(scripts, (route) => route.abort());
      await page.getByRole('link', { name: /^Cart/ }).click();
      await expect(page.getByRole('heading', { level: 1, name: 'Something went wrong' })).toBeVisible();
      expect(await accessibilityViolations(page)).toEqual([]);

      await page.unroute(scripts);
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(page.getByText('Your cart is empty')).toBeVisible();
    });

    test('leads back to the shop when the layout fails too', async ({ page, consoleErrors }) => {
      consoleErrors.allow(/listener failed/);
      // The header subscribes to the guest's cart in local storage.
      await page.addInitScript(() => {
        const listen = window.addEventListener;
        window.addEventListener = (...given: Parameters<typeof listen>) => {
          if (given[0] === 'storage' && location.pathname === '/cart') throw new Error('listener failed');
          listen(...given);
        };
      });
      await page.goto('/cart');
      await expect(page.getByRole('heading', { level: 1, name: 'Something went wrong' })).toBeVisible();
      await expect(page).toHaveTitle('Something went wrong · Common Goods');
      expect(await accessibilityViolations(page)).toEqual([]);
      await page.getByRole('link', { name: 'Go to the home page' }).click();
      await expect(page.getByRole('searchbox')).toBeVisible();
    });
  });
