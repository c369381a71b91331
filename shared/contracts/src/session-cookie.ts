/**
 * Returns the name of the session cookie. Browsers accept the prefix `__Host-` only from this host itself, on HTTPS and for
 * all paths, so that a sibling subdomain or a page on plain HTTP cannot replace the cookie
 * (https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis#name-the-__host-prefix).
 * @param secure whether browsers reach the shop on HTTPS
 */
export const sessionCookieName = (secure: boolean): string => (secure ? '__Host-session' : 'session');

/** Returns the values that a `Cookie` header has for a name, in its order. */
export const cookieValues = (header: string | undefined, name: string): string[] =>
  cookiesIn(header).flatMap((cookie) =>
    nameOf(cookie) === name ? [cookie.slice(cookie.indexOf('=') + 1)] : [],
  );

/** Removes the cookies with a name from a `Cookie` header. */
export const withoutCookie = (header: string | undefined, name: string): string =>
  cookiesIn(header)
    .filter((cookie) => nameOf(cookie) !== name)
    .join('; ');

/**
 * Returns the value of the only session cookie in a `Cookie` header. Several count as none: browsers send cookies of the same
 * name with different paths without saying who set which, and another application on the host may have set one of them.
 */
export function readSessionCookie(header: string | undefined, secure: boolean): string | undefined {
  const [value, ...others] = cookieValues(header, sessionCookieName(secure));
  return others.length === 0 ? value : undefined;
}

/** Reads the token from the value of a session cookie, without verifying it; undefined if there is none. */
export function readSessionToken(value: string): string | undefined {
  try {
    const { jwt } = JSON.parse(Buffer.from(value, 'base64').toString());
    return typeof jwt === 'string' ? jwt : undefined;
  } catch {
    return undefined;
  }
}

const cookiesIn = (header = ''): string[] => header.split(';').map((cookie) => cookie.trim());

const nameOf = (cookie: string): string => cookie.split('=', 1)[0]?.trim() ?? '';
