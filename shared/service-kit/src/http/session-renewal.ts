import { CurrentUser, sessionCookieName } from '@ecommerce/contracts';
import { z } from 'zod';
import { ApiError } from './errors.ts';
import { fetchResponse } from './fetch-json.ts';
import type { RenewSession } from './session.ts';

const Cookie = z.object({ jwt: z.string() });

/**
 * Returns the function that has auth renew sessions, by asking who the caller is with the caller's cookie.
 * @param authUrl URL of the auth service
 * @param secure whether browsers reach the shop on HTTPS
 */
export const renewAtAuth =
  (authUrl: string, secure: boolean): RenewSession =>
  async (_claims, req) => {
    const response = await fetchResponse(`${authUrl}/api/users/currentuser`, {
      cookie: req.headers.cookie,
      // Auth sets a secure cookie only for a caller on HTTPS.
      headers: { 'X-Forwarded-Proto': req.protocol },
    });
    const body = CurrentUser.safeParse(await response.json().catch(() => undefined));
    if (!response.ok || !body.success) throw new ApiError('unavailable');
    const { currentUser } = body.data;
    if (!currentUser) return undefined;
    const token = tokenIn(response.headers.getSetCookie(), `${sessionCookieName(secure)}=`);
    return { user: currentUser, ...(token && { token }) };
  };

/** Reads the token from the session cookie of a response. */
function tokenIn(setCookies: string[], prefix: string): string | undefined {
  const cookie = setCookies.find((one) => one.startsWith(prefix)) ?? '';
  const [value = ''] = cookie.slice(prefix.length).split(';');
  try {
    return Cookie.parse(JSON.parse(Buffer.from(value, 'base64').toString())).jwt;
  } catch {
    return undefined;
  }
}
