import { Cart, CurrentUser } from '@ecommerce/contracts';
import { cookies } from 'next/headers';
import { cache } from 'react';
import { ask } from './services';

/** Who is here, asked once a page; null for a visitor, and also while auth is unavailable. */
export const readUser = cache(async () => {
  if (!(await cookies()).has('session')) return { user: null, unavailable: false };
  const answer = await ask('auth', '/api/users/currentuser', CurrentUser);
  return { user: answer.ok ? answer.data.currentUser : null, unavailable: !answer.ok };
});

/** The visitor's cart, asked once a page; null for a visitor who is not signed in. */
export const readCart = cache(async () => {
  if (!(await cookies()).has('session')) return null;
  return ask('cart', '/api/cart', Cart);
});

export interface Session {
  user: { id: string; email: string } | null;
  /** Lines in the account's cart; null when not known. */
  cartLines: number | null;
}

/** What every page shows in its head. */
export async function readSession(): Promise<Session> {
  const [{ user }, cart] = await Promise.all([readUser(), readCart()]);
  return {
    user: user && { id: user.id, email: user.email },
    cartLines: cart?.ok ? cart.data.items.length : null,
  };
}
