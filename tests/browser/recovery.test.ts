import { errorCatalog } from '@ecommerce/contracts';
import { signIn } from './actions.ts';
import { expect, userTest } from './fixtures.ts';
import { Mailbox } from './mailbox.ts';
import { newEmail } from './user.ts';

const newPassword = 'another good password';
const badToken = `#token=${'a'.repeat(59)}`;

const test = userTest.extend<{ mailbox: Mailbox }>({
  mailbox: async ({ baseURL, request }, use, testInfo) => {
    const mailbox = Mailbox.of(baseURL, request);
    if (mailbox) await use(mailbox);
    else testInfo.skip(true, 'Set MAIL_URL to the URL of MailDev.');
  },
});

test.describe('a forgotten password', () => {
  test('is replaced with the link in a mail, which works once', async ({
    page,
    user,
    newDevice,
    mailbox,
  }) => {
    const forgetful = await newDevice();
    await forgetful.context().clearCookies();
    await forgetful.goto('/signin?next=/orders');
    await forgetful.getByRole('link', { name: 'Forgot your password?' }).click();
    await expect(forgetful).toHaveURL('/forgot-password');
    await forgetful.getByLabel('Email').fill(user.email);
    await forgetful.getByRole('button', { name: 'Send link' }).click();
    await expect(forgetful.getByText('Check your inbox.')).toBeVisible();

    const link = await mailbox.linkTo('/reset-password', user.email);
    await page.goto(link);
    await page.getByLabel('New password').fill(newPassword);
    await page.getByRole('button', { name: 'Save new password' }).click();
    await expect(page).toHaveURL(/\/signin\?/);
    await expect(page.getByText('Your password has been changed.')).toBeVisible();
    await signIn(page, user.email, newPassword);
    await expect(page).toHaveURL('/');
    await expect(page.getByText('Account menu')).toBeVisible();

    await forgetful.goto(link);
    await forgetful.getByLabel('New password').fill('yet another password');
    await forgetful.getByRole('button', { name: 'Save new password' }).click();
    await expect(forgetful.getByText(errorCatalog.invalid_link.message)).toBeVisible();
    await expect(forgetful.getByLabel('New password')).toBeFocused();
    await forgetful.getByRole('link', { name: 'Get a new one' }).click();
    await expect(forgetful).toHaveURL('/forgot-password');
  });

  test('is answered alike for an unknown email address', async ({ page, context }) => {
    await context.clearCookies();
    await page.goto('/forgot-password');
    await page.getByLabel('Email').fill(newEmail());
    await page.getByRole('button', { name: 'Send link' }).click();
    await expect(page.getByText('If there is an account with this address')).toBeVisible();
  });

  test('says when to try again after too many mails', async ({ page }) => {
    const errors = [{ code: 'too_many_mails', message: errorCatalog.too_many_mails.message }];
    await page.route('**/api/users/password-reset', (route) =>
      route.fulfill({ status: 429, headers: { 'retry-after': '900' }, json: { errors } }),
    );
    await page.goto('/forgot-password');
    await page.getByLabel('Email').fill(newEmail());
    await page.getByRole('button', { name: 'Send link' }).click();
    const alert = page.getByRole('main').getByRole('alert');
    await expect(alert.getByText(errorCatalog.too_many_mails.message)).toBeVisible();
    await expect(alert.getByText('You can try again in 15 minutes.')).toBeVisible();
  });

  for (const path of ['/reset-password', '/verify-email'])
    test(`is not asked for with an incomplete link: ${path}`, async ({ page }) => {
      await page.goto(path);
      await expect(page.getByRole('heading', { name: 'This link is incomplete' })).toBeVisible();
    });
});

test.describe('an email address', () => {
  test('is confirmed with the link in a mail', async ({ page, user, mailbox }) => {
    await page.goto('/account');
    await expect(page.getByText('Not confirmed yet')).toBeVisible();
    await page.getByRole('button', { name: 'Send the link again' }).click();
    await expect(page.getByText('We have sent a new link.')).toBeVisible();
    await page.goto(await mailbox.linkTo('/verify-email', user.email, 2));
    await page.getByRole('button', { name: 'Confirm email address' }).click();
    await expect(page.getByText('Your email address is confirmed.')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toBeFocused();
    await page.goto('/account');
    await expect(page.getByText('Confirmed', { exact: true })).toBeVisible();
  });

  test('is not confirmed with a link that is not valid', async ({ page }) => {
    await page.goto(`/verify-email${badToken}`);
    await page.getByRole('button', { name: 'Confirm email address' }).click();
    await expect(page.getByText(errorCatalog.invalid_link.message)).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: 'Send a new link' }).click();
    await expect(page).toHaveURL('/account');
  });
});

test.describe('an account', () => {
  test('is deleted only with its password', async ({ page, user, newDevice }) => {
    const other = await newDevice();
    await page.goto('/account');
    await page.getByRole('button', { name: 'Delete account' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete your account?' });
    await dialog.getByLabel('Password').fill('a wrong password');
    await dialog.getByRole('button', { name: 'Yes, delete account' }).click();
    await expect(dialog.getByText(errorCatalog.wrong_password.message)).toBeVisible();
    await expect(dialog.getByLabel('Password')).toBeFocused();
    await dialog.getByRole('button', { name: 'Keep account' }).click();
    await page.getByRole('button', { name: 'Delete account' }).click();
    await expect(dialog.getByText(errorCatalog.wrong_password.message)).toBeHidden();
    await expect(dialog.getByLabel('Password')).toHaveValue('');
    await dialog.getByLabel('Password').fill('a good password');
    await dialog.getByRole('button', { name: 'Yes, delete account' }).click();
    await expect(page.getByText('Your account has been deleted.')).toBeVisible();

    await expect.poll(async () => (await other.request.get('/api/cart')).status()).toBe(401);
    await signIn(page, user.email);
    await expect(page.getByText(errorCatalog.wrong_credentials.message)).toBeVisible();
  });
});
