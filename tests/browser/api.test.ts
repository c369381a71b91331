import { expect, test } from './fixtures.ts';
import { newEmail, password } from './user.ts';

test('the API explorer sends requests and loads nothing from other origins', async ({ page }) => {
  const origins = new Set<string>();
  page.on('request', (request) => origins.add(new URL(request.url()).origin));
  await page.goto('/api/docs');
  await expect(page.locator('#operations-payments-createPayment')).toBeVisible();
  const { paths } = await (await page.request.get('/api/docs/openapi.json')).json();
  const operations = Object.values<object>(paths).flatMap((path) => Object.keys(path));
  await expect(page.locator('.opblock')).toHaveCount(operations.length);

  const open = async (id: string) => {
    const operation = page.locator(`#operations-${id}`);
    await operation.locator('.opblock-summary-control').click();
    return operation;
  };
  const email = newEmail();
  const signUp = await open('users-signUp');
  await signUp.locator('textarea').fill(JSON.stringify({ email, password }));
  await signUp.getByRole('button', { name: 'Execute' }).click();
  await expect(signUp.locator('.live-responses-table', { hasText: '201' })).toBeVisible();
  const currentUser = await open('users-currentUser');
  await currentUser.getByRole('button', { name: 'Execute' }).click();
  await expect(currentUser.locator('.live-responses-table', { hasText: email })).toBeVisible();

  origins.delete('null');
  expect([...origins]).toEqual([new URL(page.url()).origin]);
});
