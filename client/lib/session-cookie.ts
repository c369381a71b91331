import { readSessionCookie, sessionCookieName } from '@ecommerce/contracts/session-cookie';
import { headers } from 'next/headers';
import { z } from 'zod';

/** Whether browsers reach the shop on HTTPS, as the services read the variable. */
const isSecure = () => z.stringbool().safeParse(process.env.COOKIE_SECURE).data ?? false;

/**
 * The session cookie in a `Cookie` header, with its name; undefined without exactly one, and for a value that the shop
 * cannot have set: other applications on the same host share its cookies, and the value of theirs may not even be valid in a
 * header.
 */
export function sessionCookieIn(header: string | null): string | undefined {
  const secure = isSecure();
  const value = readSessionCookie(header ?? undefined, secure);
  return value && /^[\w+/=-]+$/.test(value) ? `${sessionCookieName(secure)}=${value}` : undefined;
}

/** The visitor's session cookie. */
export const requestSessionCookie = async (): Promise<string | undefined> =>
  sessionCookieIn((await headers()).get('cookie'));
