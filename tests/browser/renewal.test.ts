import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, userTest as test } from './fixtures.ts';

/** The session cookie's value with a token that has expired. Only auth could sign it. */
function withExpiredToken(value: string): string {
  const { jwt } = JSON.parse(Buffer.from(value, 'base64').toString());
  const [header, payload = '', signature] = jwt.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString());
  const expired = Buffer.from(JSON.stringify({ ...claims, exp: claims.iat - 1 })).toString('base64url');
  return Buffer.from(JSON.stringify({ jwt: [header, expired, signature].join('.') })).toString('base64');
}

test.describe('a session whose token has expired', () => {
  test('is renewed once, for the page and for the browser', async ({
    page,
    context,
    user,
    seller,
    playwright,
    baseURL,
    ignoreHTTPSErrors,
    startStorefront,
  }) => {
    await user.order(await seller.sell({ quantity: 1 }));
    const session = (await context.cookies(baseURL)).find(({ name }) => name.endsWith('session'));
    if (!session) throw new Error('no session');
    const storageState = await context.storageState();
    const shop = await playwright.request.newContext({ baseURL, ignoreHTTPSErrors, storageState });
    const expired = withExpiredToken(session.value);
    let renewals = 0;
    // Answers as the shop's auth does, and renews the expired token by the genuine one.
    const auth = createServer(async (req, res) => {
      if (req.headers.cookie === `${session.name}=${expired}`) {
        renewals += 1;
        // The prefix __Host- needs `secure`, which browsers accept from a loopback address without HTTPS too.
        const secure = session.secure ? '; secure' : '';
        res.setHeader(
          'set-cookie',
          `${session.name}=${session.value}; path=/; samesite=lax; httponly${secure}`,
        );
      }
      const answer = await shop.get(req.url ?? '');
      res.setHeader('content-type', 'application/json').end(await answer.text());
    }).listen(0, '127.0.0.1');
    await once(auth, 'listening');
    const url = await startStorefront({
      AUTH_URL: `http://127.0.0.1:${(auth.address() as AddressInfo).port}`,
    });
    const cookies = async () => (await context.cookies(url)).filter(({ name }) => name === session.name);
    const [copy] = await cookies();
    await context.addCookies([{ ...session, ...copy, value: expired }]);

    await page.goto(`${url}/orders`);
    await expect(page.getByText('Waiting for payment')).toBeVisible();
    await expect(page.getByText('Account menu')).toBeVisible();
    expect((await cookies()).map(({ value }) => value)).toEqual([session.value]);
    await page.getByRole('navigation', { name: 'Shop' }).getByRole('link', { name: /Cart/ }).click();
    await expect(page.getByText('Your cart is empty')).toBeVisible();
    expect(renewals).toBe(1);
    await shop.dispose();
    auth.close();
  });
});
