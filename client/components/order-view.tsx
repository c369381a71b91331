'use client';

import type { Cart, Order } from '@ecommerce/contracts';
import Link from 'next/link';
import { useEffect } from 'react';
import { api } from '@/lib/api';
import { money, sumOf } from '@/lib/money';
import { isOpen, lastRefund, orderName, wasSoldOut } from '@/lib/order-status';
import { useLiveOrder } from '@/lib/use-live-order';
import { CancelOrder } from './cancel-order';
import { FormErrors } from './form-errors';
import { Heading } from './heading';
import { Notice } from './notice';
import { PayForm } from './pay-form';
import { useAccountCart } from './session-provider';
import { StatusBadge } from './status-badge';
import { Timeline } from './timeline';

/** An order as it is now, without a reload. */
export function OrderView({ order: initialOrder, stripeKey }: { order: Order; stripeKey: string | null }) {
  const { order, take, lookAgain, sessionEnded } = useLiveOrder(initialOrder);
  const path = `/orders/${order.id}`;
  useCartOncePaid(order, initialOrder.status !== 'Complete' && order.status === 'Complete');
  return (
    <>
      <Heading title={`Order ${orderName(order.id)}`}>
        <StatusBadge order={order} />
      </Heading>
      <div role="status" className="empty:hidden">
        <HowItIs order={order} />
      </div>
      {sessionEnded && <FormErrors status={401} errors={[]} path={path} />}
      <div className="mt-6 grid items-start gap-8 lg:grid-cols-[1fr_22rem]">
        <div className="flex flex-col gap-8">
          {isOpen(order) && (
            <section aria-labelledby="payment" className="panel p-5 sm:p-6">
              <h2 id="payment" className="mb-4 text-xl">
                Payment
              </h2>
              <PayForm order={order} stripeKey={stripeKey} onChange={lookAgain} />
            </section>
          )}
          <section aria-labelledby="items" className="panel">
            <h2 id="items" className="px-5 pt-5 text-xl sm:px-6">
              What you ordered
            </h2>
            <ul className="divide-y divide-line px-5 sm:px-6">
              {order.items.map(({ productId, titleSnapshot, priceSnapshot, quantity }) => (
                <li key={productId} className="flex justify-between gap-4 py-4">
                  <span className="min-w-0 wrap-anywhere">
                    <Link
                      href={`/products/${productId}`}
                      prefetch={false}
                      className="rounded-sm hover:underline"
                    >
                      {titleSnapshot}
                    </Link>
                    <span className="block text-sm text-soft tabular-nums">
                      {quantity} × {money(priceSnapshot)}
                    </span>
                  </span>
                  <span className="shrink-0 tabular-nums">
                    {money(sumOf([{ price: priceSnapshot, quantity }]))}
                  </span>
                </li>
              ))}
            </ul>
            <p className="flex items-baseline justify-between gap-4 border-t border-line px-5 py-4 sm:px-6">
              <span>Total</span>
              <span className="text-xl font-semibold tabular-nums">{money(order.total)}</span>
            </p>
          </section>
        </div>
        <div className="flex flex-col gap-6">
          <section aria-labelledby="timeline" className="panel p-5 sm:p-6">
            <h2 id="timeline" className="mb-5 text-xl">
              What happened
            </h2>
            <Timeline order={order} />
          </section>
          {isOpen(order) && <CancelOrder order={order} onCancelled={take} onRefused={lookAgain} />}
        </div>
      </div>
    </>
  );
}

/** How long the cart takes to hear of a payment, as a rule. */
const CART_HEARS_MS = 1500;
const LOOKS = 5;

/** What is paid for leaves the cart, in the head of every page too, whichever is looked at by then. */
function useCartOncePaid({ items }: Order, paid: boolean): void {
  const [, setCart] = useAccountCart();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is paid
  useEffect(() => {
    const bought = (line: { productId: string }) =>
      items.some(({ productId }) => productId === line.productId);
    const look = async () => {
      for (let looks = 0; looks < LOOKS; looks++) {
        await new Promise((resolve) => setTimeout(resolve, CART_HEARS_MS));
        const cart = await api<Cart>('GET', '/cart');
        if (!cart.ok) continue;
        setCart(cart.data);
        if (!cart.data.items.some(bought)) return;
      }
    };
    if (paid) look();
  }, [paid]);
}

/** The one thing to know about an order that is closed. */
function HowItIs({ order }: { order: Order }) {
  const refund = lastRefund(order);
  if (refund && wasSoldOut(refund))
    return (
      <Notice variant="warn">
        <p className="font-medium">Sorry, somebody was a moment faster.</p>
        <p>
          The stock ran out just before your payment arrived, so we have returned the full{' '}
          {money(order.total)} to your card. You have nothing to do; it can take a few days until your bank
          shows it.
        </p>
      </Notice>
    );
  if (refund)
    return (
      <Notice>
        <p className="font-medium">Your {money(order.total)} went back to your card.</p>
        <p>It can take a few days until your bank shows it.</p>
      </Notice>
    );
  if (order.status === 'Complete')
    return (
      <Notice variant="good">
        <p className="font-medium">Thank you! Your payment of {money(order.total)} has arrived.</p>
        <p>The order is complete.</p>
      </Notice>
    );
  if (order.status === 'Cancelled')
    return <Notice>This order is cancelled. Nothing is charged for it.</Notice>;
  return null;
}
