import { CurrentUser, cookieValues, readSessionToken, sessionCookieName } from '@ecommerce/contracts';
import { ApiError } from './errors.ts';
import { fetchResponse } from './fetch-json.ts';
import type { RenewSession } from './session.ts';

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
    const name = sessionCookieName(secure);
    const [value = ''] = response.headers.getSetCookie().flatMap((cookie) => cookieValues(cookie, name));
    const token = readSessionToken(value);
    return { user: currentUser, ...(token && { token }) };
  };
