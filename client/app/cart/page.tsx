import type { Metadata } from 'next';
import { AccountCart } from '@/components/account-cart';
import { GuestCart } from '@/components/guest-cart';
import { Heading } from '@/components/heading';
import { Away, SessionEnded } from '@/components/notice';
import { readCart, readUser } from '@/lib/session';

export const metadata: Metadata = { title: 'Cart' };

export default async function CartPage() {
  const [{ user, away }, cart] = await Promise.all([readUser(), readCart()]);
  return (
    <>
      <Heading title="Your cart" />
      {cart?.ok ? (
        <AccountCart cart={cart.data} />
      ) : cart && (user || away) ? (
        cart.why === 'signedOut' ? (
          <SessionEnded path="/cart" />
        ) : (
          <Away what="Your cart" again="/cart" />
        )
      ) : (
        <GuestCart />
      )}
    </>
  );
}
