import { readSessionToken } from '@ecommerce/contracts/session-cookie';
import { z } from 'zod';
import { baseUrl, TIMEOUT_MS } from './service-urls';

const PATH = '/api/users/currentuser';
const Claims = z.object({ exp: z.number() });

/** Whether the token of a session has expired. Only a service can tell whether it is genuine. */
function hasExpired(value: string): boolean {
  try {
    const [, claims = ''] = readSessionToken(value)?.split('.') ?? [];
    return Claims.parse(JSON.parse(Buffer.from(claims, 'base64').toString())).exp <= Date.now() / 1000;
  } catch {
    return false;
  }
}

/**
 * Has auth renew the token of a session if it has expired. Otherwise each service that the page reads from would have it
 * renewed, and the browser would keep the expired one. Never throws: the page copes with a session that is not renewed.
 *
 * @param cookie the session cookie, `name=value`
 * @param protocol of the visitor, because auth sets a secure cookie only on HTTPS
 * @returns the `Set-Cookie` header with the new token; undefined if there is none
 */
export async function renewSession(cookie: string, protocol = 'http'): Promise<string | undefined> {
  const [name, value] = splitCookie(cookie);
  if (!hasExpired(value)) return undefined;
  try {
    const { headers } = await fetch(baseUrl(PATH) + PATH, {
      headers: { cookie, 'x-forwarded-proto': protocol },
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return headers.getSetCookie().find((one) => one.startsWith(`${name}=`));
  } catch (error) {
    console.error(`failed to renew a session: ${error}`);
    return undefined;
  }
}

/** Replaces the session in a `Cookie` header by that of a `Set-Cookie` header. */
export const withRenewed = (cookies: string, setCookie: string): string => {
  const [pair = ''] = setCookie.split(';');
  const [name] = splitCookie(pair);
  return cookies
    .split('; ')
    .map((one) => (splitCookie(one)[0] === name ? pair : one))
    .join('; ');
};

/** Splits `name=value`. The value may contain `=` too. */
function splitCookie(pair: string): [name: string, value: string] {
  const end = pair.indexOf('=');
  return [pair.slice(0, end), pair.slice(end + 1)];
}
