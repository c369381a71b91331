import { Cart, CurrentUser, type User } from '@ecommerce/contracts';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { type Answer, read } from './services';

/** The person a page is rendered for; `unknown` when there is a session but auth is unavailable. */
type Visitor = { kind: 'guest' } | { kind: 'signedIn'; user: User } | { kind: 'unknown' };

/** The visitor, and how many lines the account's cart has; null when that is not known. */
export interface Session {
  visitor: Visitor;
  cartLines: number | null;
}

const hasSession = async () => (await cookies()).has('session');

/** The visitor, read once per page. */
export const readVisitor = cache(async (): Promise<Visitor> => {
  if (!(await hasSession())) return { kind: 'guest' };
  const answer = await read('auth', '/api/users/currentuser', CurrentUser);
  if (!answer.ok) return { kind: 'unknown' };
  const user = answer.data.currentUser;
  return user ? { kind: 'signedIn', user: { id: user.id, email: user.email } } : { kind: 'guest' };
});

/** The account's cart, read once per page. */
export const readCart = cache(
  async (): Promise<Answer<Cart>> =>
    (await hasSession()) ? read('cart', '/api/cart', Cart) : { ok: false, reason: 'notSignedIn' },
);

export async function readSession(): Promise<Session> {
  const [visitor, cart] = await Promise.all([readVisitor(), readCart()]);
  return { visitor, cartLines: cart.ok ? cart.data.items.length : null };
}

/** The user when one is known to be signed in. */
export const userOf = (visitor: Visitor): User | null => (visitor.kind === 'signedIn' ? visitor.user : null);

/** The answer as this visitor may see it: a guest has to sign in first, and data with an owner is for the owner only. */
export function authorize<T>(visitor: Visitor, answer: Answer<T>, ownerOf?: (data: T) => string): Answer<T> {
  if (visitor.kind === 'guest') return { ok: false, reason: 'notSignedIn' };
  const user = userOf(visitor);
  return answer.ok && user && ownerOf && ownerOf(answer.data) !== user.id
    ? { ok: false, reason: 'notOwner' }
    : answer;
}
