'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import { api, outcomeOf } from '@/lib/api';
import type { GuestLine } from '@/lib/guest-cart';
import { signInTo } from '@/lib/next-path';
import { type CartLine, CartLines } from './cart-lines';
import { useGuestCart, useGuestLines } from './session-provider';
import { ListSkeleton } from './skeletons';

/** Cart of a guest, stored in this browser only. */
export function GuestCart() {
  const guestCart = useGuestCart();
  const lines = useGuestLines();
  const products = useProducts(lines ?? []);
  if (!lines) return <ListSkeleton />;
  return (
    <CartLines
      lines={lines.map((line) => ({ ...line, ...products[line.productId] }))}
      onChange={(productId, quantity) => guestCart.setQuantity(productId, quantity)}
    >
      <Link href={signInTo('/checkout')} prefetch={false} className="button-primary w-full">
        Sign in to check out
      </Link>
      <p className="hint">We keep your cart. No account yet? You can create one in the next step.</p>
    </CartLines>
  );
}

/** Loads the current products of the lines, by id. The server cannot render them: it does not know the lines. */
function useProducts(lines: GuestLine[]): Record<string, Partial<CartLine>> {
  const [products, setProducts] = useState({});
  const ids = lines
    .map((line) => line.productId)
    .sort()
    .join();
  useEffect(() => {
    let ignored = false;
    const read = (id: string) => outcomeOf(api.GET('/api/products/{id}', { params: { path: { id } } }));
    if (ids)
      Promise.all(ids.split(',').map(read)).then((outcomes) => {
        const found = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.data] : []));
        const current = found.map(({ id, title, price, imageUrl, quantity: available }) => [
          id,
          { title, price, imageUrl, available },
        ]);
        if (!ignored) setProducts(Object.fromEntries(current));
      });
    return () => {
      ignored = true;
    };
  }, [ids]);
  return products;
}
