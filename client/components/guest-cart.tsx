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
    if (ids)
      Promise.all(ids.split(',').map(read)).then((outcomes) => {
        if (!ignored) setProducts(Object.fromEntries(outcomes.flat()));
      });
    return () => {
      ignored = true;
    };
  }, [ids]);
  return products;
}

/** Reads a product. @returns its id with what a line shows of it; nothing if it could not be read */
async function read(id: string): Promise<[id: string, Partial<CartLine>][]> {
  const outcome = await outcomeOf(api.GET('/api/products/{id}', { params: { path: { id } } }));
  if (outcome.ok) {
    const { title, price, imageUrl, quantity: available } = outcome.data;
    return [[id, { title, price, imageUrl, available }]];
  }
  const isRemoved = outcome.errors[0]?.code === 'product_not_found';
  return isRemoved ? [[id, { imageUrl: null, available: 0, removed: true }]] : [];
}
