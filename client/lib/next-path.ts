/** Where `?next=` leads: a path of this shop, or the catalog. Never another origin. */
export function nextPath(wanted: string | string[] | undefined | null): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return '/';
  const here = 'http://shop.invalid';
  try {
    const { origin, pathname, search } = new URL(wanted, here);
    // Of `/.//example.com` the dots go, and what is left would be another host.
    return origin === here && !pathname.startsWith('//') ? pathname + search : '/';
  } catch {
    return '/';
  }
}

/** The sign-in page, which leads back to a path. */
export const signInTo = (path: string): string => `/signin?next=${encodeURIComponent(path)}`;
