import { BASE_URL, newEmail, password } from './shop.ts';
import { walk } from './walk.ts';

walk('the API explorer sends requests, and loads nothing from elsewhere', async (page) => {
  const origins = new Set<string>();
  page.on('request', (request) => origins.add(new URL(request.url()).origin));
  await page.goto('/api/docs');
  await page.locator('#operations-payments-createPayment').waitFor();
  expect(await page.locator('.opblock').count()).toBe(17);

  const open = async (id: string) => {
    const operation = page.locator(`#operations-${id}`);
    await operation.locator('.opblock-summary-control').click();
    return operation;
  };
  const email = newEmail();
  const signUp = await open('users-signUp');
  await signUp.locator('textarea').fill(JSON.stringify({ email, password }));
  await signUp.getByRole('button', { name: 'Execute' }).click();
  await signUp.locator('.live-responses-table', { hasText: '201' }).waitFor();
  const currentUser = await open('users-currentUser');
  await currentUser.getByRole('button', { name: 'Execute' }).click();
  await currentUser.locator('.live-responses-table', { hasText: email }).waitFor();

  origins.delete('null');
  expect([...origins]).toEqual([new URL(BASE_URL).origin]);
});
