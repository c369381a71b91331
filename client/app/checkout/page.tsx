import type { Metadata } from 'next';
import Link from 'next/link';
import { Heading } from '@/components/heading';
import { Empty, SessionEnded, Unavailable } from '@/components/notice';
import { PlaceOrder } from '@/components/place-order';
import { money, sumOf } from '@/lib/money';
import { readCart, readUser } from '@/lib/visitor';

export const metadata: Metadata = { title: 'Check out' };

export default async function CheckoutPage() {
  const [{ user, unavailable }, cart] = await Promise.all([readUser(), readCart()]);
  return (
    <div className="mx-auto max-w-2xl">
      <Heading title="Check out" />
      {!cart || (!user && !unavailable) ? (
        <SessionEnded path="/checkout" />
      ) : !cart.ok ? (
        cart.reason === 'signedOut' ? (
          <SessionEnded path="/checkout" />
        ) : (
          <Unavailable what="Your cart" again="/checkout" />
        )
      ) : cart.data.items.length === 0 ? (
        <Empty
          title="There is nothing to check out"
          action={
            <>
              <Link href="/" className="button-primary">
                Find something good
              </Link>
              <Link href="/orders" className="button-secondary">
                Your orders
              </Link>
            </>
          }
        >
          Your cart is empty. What you have paid for is among your orders.
        </Empty>
      ) : (
        <div className="panel">
          <ul className="divide-y divide-line px-5">
            {cart.data.items.map(({ productId, title, quantity, price }) => (
              <li key={productId} className="flex justify-between gap-4 py-4">
                <span className="min-w-0 wrap-anywhere">
                  {title} <span className="text-soft">× {quantity}</span>
                </span>
                <span className="shrink-0 tabular-nums">{money(sumOf([{ price, quantity }]))}</span>
              </li>
            ))}
          </ul>
          <div className="border-t border-line p-5">
            <p className="mb-5 flex items-baseline justify-between gap-4">
              <span>Total</span>
              <span className="text-2xl font-semibold tabular-nums">{money(sumOf(cart.data.items))}</span>
            </p>
            {cart.data.items.some(({ available, quantity }) => available < quantity) ? (
              <>
                <p className="mb-5 text-warn">Something here is no longer there in that number.</p>
                <Link href="/cart" className="button-primary w-full">
                  Change the cart
                </Link>
              </>
            ) : (
              <PlaceOrder />
            )}
          </div>
        </div>
      )}
    </div>
  );
}
