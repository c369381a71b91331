/** Validates `?next=`. Returns the path, or `/` if it does not stay on this origin. */
export function nextPath(wanted: string | string[] | undefined): string {
  const base = 'http://shop.invalid';
  if (typeof wanted !== 'string' || !wanted.startsWith('/') || !URL.canParse(wanted, base)) return '/';
  const { origin, pathname, search } = new URL(wanted, base);
  // `/.//example.com` normalizes to `//example.com`, which is another host.
  return origin === base && !pathname.startsWith('//') ? pathname + search : '/';
}

/** The URL of the sign-in page that returns to `path`. */
export const signInTo = (path: string): string => `/signin?next=${encodeURIComponent(path)}`;
