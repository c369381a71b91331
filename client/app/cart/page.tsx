import type { Metadata } from 'next';
import { AccountCart } from '@/components/account-cart';
import { GuestCart } from '@/components/guest-cart';
import { Heading } from '@/components/heading';
import { Loaded } from '@/components/loaded';
import { readCart, readVisitor } from '@/lib/visitor';

export const metadata: Metadata = { title: 'Cart' };

export default async function CartPage() {
  const [visitor, cart] = await Promise.all([readVisitor(), readCart()]);
  return (
    <>
      <Heading title="Your cart" />
      {visitor.kind === 'guest' ? (
        <GuestCart />
      ) : (
        <Loaded result={cart} subject="Your cart" path="/cart">
          {(data) => <AccountCart initialCart={data} />}
        </Loaded>
      )}
    </>
  );
}
