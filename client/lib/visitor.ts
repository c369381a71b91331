import { Cart, CurrentUser, type User } from '@ecommerce/contracts';
import { cache } from 'react';
import { type ReadResult, read } from './services';
import { requestSessionCookie } from './session-cookie';

/** The person a page is rendered for; `unknown` if there is a session but auth is unavailable. */
type Visitor = { kind: 'guest' } | { kind: 'signedIn'; user: User } | { kind: 'unknown' };

/** The visitor, and the number of lines in the account's cart; null if unknown. */
export interface Session {
  visitor: Visitor;
  cartLines: number | null;
}

/** Reads the visitor, once per page. */
export const readVisitor = cache(async (): Promise<Visitor> => {
  if (!(await requestSessionCookie())) return { kind: 'guest' };
  const result = await read((api) => api.GET('/api/users/currentuser'), CurrentUser);
  if (!result.ok) return { kind: 'unknown' };
  const user = result.data.currentUser;
  return user ? { kind: 'signedIn', user: { id: user.id, email: user.email } } : { kind: 'guest' };
});

/** Reads the account's cart, once per page. */
export const readCart = cache(
  async (): Promise<ReadResult<Cart>> =>
    (await requestSessionCookie())
      ? read((api) => api.GET('/api/cart'), Cart)
      : { ok: false, reason: 'notSignedIn' },
);

export async function readSession(): Promise<Session> {
  const [visitor, cart] = await Promise.all([readVisitor(), readCart()]);
  return { visitor, cartLines: cart.ok ? cart.data.items.length : null };
}

/** The user, if the visitor is known to be signed in. */
export const userOf = (visitor: Visitor): User | null => (visitor.kind === 'signedIn' ? visitor.user : null);

/** Denies access to guests and, if the data has an owner, to all other accounts. */
export function authorize<T>(
  visitor: Visitor,
  result: ReadResult<T>,
  ownerOf?: (data: T) => string,
): ReadResult<T> {
  if (visitor.kind === 'guest') return { ok: false, reason: 'notSignedIn' };
  const user = userOf(visitor);
  return result.ok && user && ownerOf && ownerOf(result.data) !== user.id
    ? { ok: false, reason: 'notOwner' }
    : result;
}
