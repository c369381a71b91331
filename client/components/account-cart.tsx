'use client';

import type { Cart } from '@ecommerce/shared/contracts';
import Link from 'next/link';
import { useLayoutEffect, useRef, useState } from 'react';
import { api, type Fault } from '@/lib/api';
import { joinGuestCart } from '@/lib/guest-cart';
import { CartLines } from './cart-lines';
import { Faults } from './faults';
import { LeftGuestLines } from './left-guest-lines';
import { useAccountCart } from './session-provider';

/** The cart of an account. */
export function AccountCart({ cart: came }: { cart: Cart }) {
  const [cart, setCart] = useAccountCart(came);
  const [refused, setRefused] = useState<{ status: number; faults: Fault[] }>();
  const changes = useRef({ made: 0, sent: Promise.resolve<unknown>(undefined) });
  const confirmed = useRef(came);
  const items = cart?.items ?? [];
  // What the page comes with is newer than what was remembered from a page before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that it comes
  useLayoutEffect(() => {
    confirmed.current = came;
    setCart(came);
  }, [came]);

  /** Shows a change at once and sends it after those before it; what the last one is answered is how it is. */
  async function change(productId: string, quantity: number) {
    const turn = ++changes.current.made;
    setCart({
      items:
        quantity > 0
          ? items.map((line) => (line.productId === productId ? { ...line, quantity } : line))
          : items.filter((line) => line.productId !== productId),
    });
    const path = `/cart/items/${productId}`;
    const outcome = await inTurn(() =>
      quantity > 0 ? api<Cart>('PUT', path, { quantity }) : api<Cart>('DELETE', path),
    );
    setRefused(outcome.ok ? undefined : outcome);
    const now = outcome.ok ? outcome : await api<Cart>('GET', '/cart');
    if (now.ok) confirmed.current = now.data;
    if (turn === changes.current.made) setCart(confirmed.current);
  }

  /** The room for them may be made by a change that is still on its way. */
  async function takeGuestLines() {
    const turn = ++changes.current.made;
    confirmed.current = (await inTurn(joinGuestCart)) ?? confirmed.current;
    if (turn === changes.current.made) setCart(confirmed.current);
  }

  function inTurn<T>(send: () => Promise<T>): Promise<T> {
    const sent = changes.current.sent.then(send);
    changes.current.sent = sent;
    return sent;
  }

  return (
    <>
      {refused && (
        <div className="mb-6">
          <Faults {...refused} path="/cart" />
        </div>
      )}
      <LeftGuestLines onTake={takeGuestLines} />
      <CartLines lines={items} onChange={change}>
        <Link href="/checkout" className="button-main w-full">
          Check out
        </Link>
      </CartLines>
    </>
  );
}
