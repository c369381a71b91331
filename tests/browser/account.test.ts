import { errorCatalog } from '@ecommerce/contracts';
import type { Page } from '@playwright/test';
import { signIn } from './actions.ts';
import { expect, userTest as test } from './fixtures.ts';
import { password } from './user.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:144.0) Gecko/20100101 Firefox/144.0';
const newPassword = 'another good password';

async function changePassword(page: Page, current = password): Promise<void> {
  await page.getByLabel('Current password').fill(current);
  await page.getByLabel('New password').fill(newPassword);
  await page.getByRole('button', { name: 'Change password' }).click();
}

/** Signs out another device, in the dialog that asks for the password. */
async function signOutFirefox(page: Page, given = password): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Sign out Firefox on Linux?' });
  if (!(await dialog.isVisible()))
    await page.getByRole('button', { name: 'Sign out Firefox on Linux' }).click();
  await dialog.getByLabel('Password').fill(given);
  await dialog.getByRole('button', { name: 'Yes, sign it out' }).click();
}

const devices = (page: Page) => page.getByRole('list', { name: 'Devices' }).getByRole('listitem');

test.describe('the account page', () => {
  test('is linked from the menu and shows the email address', async ({ page, user }) => {
    await page.goto('/');
    await page.locator('summary', { hasText: 'Account menu' }).click();
    await page.getByRole('link', { name: 'Your account' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Your account' })).toBeVisible();
    await expect(page.getByRole('main').getByText(user.email)).toBeVisible();
  });

  test('changes the password and signs out all other devices', async ({ page, context, user, newDevice }) => {
    const other = await newDevice(FIREFOX);
    const tab = await context.newPage();
    await tab.goto('/orders');
    await page.goto('/account');
    await expect(devices(page)).toHaveCount(2);
    await changePassword(page);
    await expect(page.getByText('Your password has been changed.')).toBeVisible();
    await expect(page.getByLabel('Current password')).toHaveValue('');
    await expect(devices(page)).toHaveCount(1);
    await expect(devices(page)).toContainText('This device');

    await tab.reload();
    await expect(tab.getByText('No orders yet')).toBeVisible();
    await expect.poll(async () => (await other.request.get('/api/cart')).status()).toBe(401);
    await other.goto('/account');
    await other.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
    await signIn(other, user.email, newPassword);
    await expect(other).toHaveURL('/account');
    await expect(devices(other)).toHaveCount(2);
  });

  test('says which password is wrong, and moves the focus to it', async ({ page }) => {
    await page.goto('/account');
    await changePassword(page, 'a wrong password');
    const field = page.getByLabel('Current password');
    await expect(page.getByText(errorCatalog.wrong_password.message)).toBeVisible();
    await expect(field).toBeFocused();
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await changePassword(page);
    await expect(page.getByText('Your password has been changed.')).toBeVisible();
  });

  for (const [name, status, headers, code, text] of [
    ['too many attempts', 429, { 'retry-after': '840' }, 'too_many_attempts', 'try again in 14 minutes'],
    ['a busy service', 429, { 'retry-after': '1' }, 'sign_in_busy', 'Try again in a moment.'],
    ['an unavailable service', 503, {}, 'unavailable', 'The shop is temporarily unavailable.'],
  ] as const)
    test(`reports ${name}, after which the form works`, async ({ page, consoleErrors }) => {
      consoleErrors.allow(/status of 503/);
      const errors = [{ code, message: errorCatalog[code].message }];
      await page.goto('/account');
      await page.route('**/api/users/password', (route) =>
        route.fulfill({ status, headers, json: { errors } }),
      );
      await changePassword(page);
      await expect(page.getByRole('main').getByRole('alert').getByText(text)).toBeVisible();
      await page.unroute('**/api/users/password');
      await page.getByRole('button', { name: 'Change password' }).click();
      await expect(page.getByText('Your password has been changed.')).toBeVisible();
    });
});

test.describe('the list of devices', () => {
  test('names them, and signs one out', async ({ page, newDevice }) => {
    const other = await newDevice(FIREFOX);
    await newDevice('a-script/1.0');
    await page.goto('/account');
    await expect(devices(page)).toHaveCount(3);
    await expect(devices(page).first()).toContainText(/Chrome on .*This device/);
    await expect(devices(page).filter({ hasText: 'a-script/1.0' })).toHaveCount(1);
    await signOutFirefox(page);
    await expect(page.getByText('Firefox on Linux has been signed out.')).toBeVisible();
    await expect(devices(page)).toHaveCount(2);
    await expect(page.getByRole('list', { name: 'Devices' })).toBeFocused();

    await expect.poll(async () => (await other.request.get('/api/cart')).status()).toBe(401);
    await other.goto('/orders');
    await expect(other.getByText('Your session has ended')).toBeVisible();
  });

  test('copes with a device that has signed out meanwhile', async ({ page, newDevice }) => {
    const other = await newDevice(FIREFOX);
    await page.goto('/account');
    await other.request.post('/api/users/signout');
    await signOutFirefox(page);
    await expect(page.getByText('Firefox on Linux has been signed out.')).toBeVisible();
    await expect(devices(page)).toHaveCount(1);
  });

  test('asks for the password before it signs one out', async ({ page, newDevice }) => {
    const other = await newDevice(FIREFOX);
    await page.goto('/account');
    await signOutFirefox(page, 'a wrong password');
    const field = page.getByRole('dialog').getByLabel('Password');
    await expect(page.getByText(errorCatalog.wrong_password.message)).toBeVisible();
    await expect(field).toBeFocused();
    expect((await other.request.get('/api/cart')).status()).toBe(200);
    await signOutFirefox(page);
    await expect(page.getByText('Firefox on Linux has been signed out.')).toBeVisible();
  });

  test('leaves the account when it signs out this device', async ({ page, context }) => {
    const tab = await context.newPage();
    await tab.goto('/account');
    await page.goto('/account');
    await page.getByRole('button', { name: /^Sign out Chrome/ }).click();
    await expect(page).toHaveURL('/');
    await expect(page.getByRole('link', { name: 'Sign in' })).toBeVisible();
    await expect(tab).toHaveURL('/signin?next=%2Faccount');
  });
});
