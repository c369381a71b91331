'use client';

import type { Cart } from '@ecommerce/contracts';
import Link from 'next/link';
import { useLayoutEffect, useRef, useState } from 'react';
import { api, type ErrorDetail } from '@/lib/api';
import { mergeGuestCart } from '@/lib/guest-cart';
import { CartLines } from './cart-lines';
import { FormErrors } from './form-errors';
import { useAccountCart } from './session-provider';
import { UnmergedCartNotice } from './unmerged-cart-notice';

/** The cart of an account. */
export function AccountCart({ cart: initialCart }: { cart: Cart }) {
  const [cart, setCart] = useAccountCart(initialCart);
  const [refused, setRefused] = useState<{ status: number; errors: ErrorDetail[] }>();
  const changes = useRef({ made: 0, sent: Promise.resolve<unknown>(undefined) });
  const confirmed = useRef(initialCart);
  const items = cart?.items ?? [];
  // What the page comes with is newer than what was remembered from a page before.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each time that it comes
  useLayoutEffect(() => {
    confirmed.current = initialCart;
    setCart(initialCart);
  }, [initialCart]);

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
    confirmed.current = (await inTurn(mergeGuestCart)) ?? confirmed.current;
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
          <FormErrors {...refused} path="/cart" />
        </div>
      )}
      <UnmergedCartNotice onTake={takeGuestLines} />
      <CartLines lines={items} onChange={change}>
        <Link href="/checkout" className="button-primary w-full">
          Check out
        </Link>
      </CartLines>
    </>
  );
}
