import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { newEmail, password } from './user.ts';

/** Fills in and sends the form of the sign-in or sign-up page. */
async function submitAuthForm(page: Page, button: string, email: string, secret: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password').fill(secret);
  await page.getByRole('button', { name: button }).click();
}

export const signIn = (page: Page, email: string, secret = password) =>
  submitAuthForm(page, 'Sign in', email, secret);

export const signUp = (page: Page, email = newEmail()) =>
  submitAuthForm(page, 'Create account', email, password);

export async function signOut(page: Page): Promise<void> {
  await page.locator('summary', { hasText: 'Account menu' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
}

/** Navigates within the shop, by the link in the header. */
export const openCart = (page: Page) =>
  page.getByRole('navigation', { name: 'Shop' }).getByRole('link', { name: /Cart/ }).click();

/** Serious and critical findings of axe, one per line. */
export async function accessibilityViolations(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** Delays the page's navigations, or the requests that match, from now on. */
export const delayRequests = (page: Page, ms: number, match: string | RegExp = /_rsc=/): Promise<unknown> =>
  page.route(match, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    await route.continue();
  });
