import { cookies } from 'next/headers';

/**
 * The value of the session cookie; undefined without one, and for one that the shop cannot have set: other applications
 * on the same host share its cookies, and the value of theirs may not even be valid in a header.
 */
export async function readSessionCookie(): Promise<string | undefined> {
  const value = (await cookies()).get('session')?.value;
  return value && /^[\w+/=-]+$/.test(value) ? value : undefined;
}
