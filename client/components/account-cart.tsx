'use client';

import type { Cart } from '@ecommerce/contracts';
import Link from 'next/link';
import { useLayoutEffect, useRef } from 'react';
import { api, type Outcome, outcomeOf } from '@/lib/api';
import { useMutation } from '@/lib/use-mutation';
import { CartLines } from './cart-lines';
import { FormErrors } from './form-errors';
import { useAccountCart, useGuestCart } from './session-provider';
import { UnmergedCartNotice } from './unmerged-cart-notice';

const readCart = (): Promise<Outcome<Cart>> => outcomeOf(api.GET('/api/cart'));

export function AccountCart({ initialCart }: { initialCart: Cart }) {
  const [cart, setCart] = useAccountCart(initialCart);
  const guestCart = useGuestCart();
  const confirmed = useRef(initialCart);
  const changes = useRef(0);
  const { run, failure } = useMutation((send: () => Promise<Outcome<Cart>>) => send(), 'queue');
  const items = cart?.items ?? [];
  // A newly rendered page has a newer cart than the one kept from an earlier page.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per rendered page
  useLayoutEffect(() => {
    confirmed.current = initialCart;
    setCart(initialCart);
  }, [initialCart]);

  /** Sends a change after the earlier ones. The response to the last one replaces the cart shown in the meantime. */
  async function change(send: () => Promise<Outcome<Cart>>) {
    const turn = ++changes.current;
    const outcome = await run(send);
    const current = outcome?.ok ? outcome : await readCart();
    if (current.ok) confirmed.current = current.data;
    if (turn === changes.current) setCart(confirmed.current);
  }

  function setQuantity(productId: string, quantity: number) {
    const path = '/api/cart/items/{productId}';
    const params = { path: { productId } };
    setCart({
      items: items
        .map((line) => (line.productId === productId ? { ...line, quantity } : line))
        .filter((line) => line.quantity > 0),
    });
    change(() =>
      outcomeOf(quantity > 0 ? api.PUT(path, { params, body: { quantity } }) : api.DELETE(path, { params })),
    );
  }

  const merge = async (): Promise<Outcome<Cart>> => {
    const merged = await guestCart.merge();
    return merged ? { ok: true, data: merged } : readCart();
  };

  return (
    <>
      <FormErrors failure={failure} path="/cart" className="mb-6" />
      <UnmergedCartNotice onMerge={() => change(merge)} />
      <CartLines lines={items} onChange={setQuantity}>
        <Link href="/checkout" className="button-primary w-full">
          Check out
        </Link>
      </CartLines>
    </>
  );
}
