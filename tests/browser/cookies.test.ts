import type { BrowserContext } from '@playwright/test';
import { accessibilityViolations } from './actions.ts';
import { expect, test, userTest } from './fixtures.ts';

/** Sets cookies of other applications, each as large as browsers allow. */
const addCookies = (context: BrowserContext, url: string, kilobytes: number) =>
  context.addCookies(
    Array.from({ length: Math.ceil(kilobytes / 3.5) }, (_, n) => ({
      url,
      name: `application-${n}`,
      value: 'x'.repeat(3500 - 20),
    })),
  );

test.describe('cookies of other applications', () => {
  userTest('of 17 KB do not affect a visit', async ({ page, user, context, baseURL }) => {
    await addCookies(context, baseURL ?? '', 17);
    await page.goto('/');
    await expect(page.getByText('Account menu')).toBeVisible();
    await page.goto('/selling');
    await expect(page.getByText('You are not selling anything yet')).toBeVisible();
    expect(await user.readOrders()).toEqual([]);
  });

  test('of more than 64 KiB show a page that says what to do', async ({
    page,
    context,
    consoleErrors,
    startStorefront,
  }) => {
    consoleErrors.allow(/status of 431/);
    const url = await startStorefront({});
    await addCookies(context, url, 80);
    const response = await page.goto(url);
    expect(response?.status()).toBe(431);
    await expect(page.getByRole('heading', { level: 1, name: 'Too many cookies' })).toBeVisible();
    expect(await accessibilityViolations(page)).toEqual([]);

    await context.clearCookies();
    await page.getByRole('link', { name: 'try again' }).click();
    await expect(page.getByRole('searchbox')).toBeVisible();
  });
});
