import type { Metadata } from 'next';
import { AccountCart } from '@/components/account-cart';
import { GuestCart } from '@/components/guest-cart';
import { Heading } from '@/components/heading';
import { SessionEnded, Unavailable } from '@/components/notice';
import { readCart, readUser } from '@/lib/visitor';

export const metadata: Metadata = { title: 'Cart' };

export default async function CartPage() {
  const [{ user, unavailable }, cart] = await Promise.all([readUser(), readCart()]);
  return (
    <>
      <Heading title="Your cart" />
      {cart?.ok ? (
        <AccountCart cart={cart.data} />
      ) : cart && (user || unavailable) ? (
        cart.reason === 'signedOut' ? (
          <SessionEnded path="/cart" />
        ) : (
          <Unavailable what="Your cart" again="/cart" />
        )
      ) : (
        <GuestCart />
      )}
    </>
  );
}
