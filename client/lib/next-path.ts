/** Where `?next=` leads: a path of this shop, or the catalog. Never another origin. */
export function nextPath(wanted: string | string[] | undefined | null): string {
  if (typeof wanted !== 'string' || !wanted.startsWith('/')) return '/';
  const here = 'http://shop.invalid';
  try {
    const url = new URL(wanted, here);
    return url.origin === here ? url.pathname + url.search : '/';
  } catch {
    return '/';
  }
}

/** The sign-in page, which leads back to a path. */
export const signInTo = (path: string): string => `/signin?next=${encodeURIComponent(path)}`;
