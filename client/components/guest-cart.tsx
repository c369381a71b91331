'use client';

import type { Product } from '@ecommerce/contracts';
import Link from 'next/link';
import { useEffect, useState } from 'react';
import { api } from '@/lib/api';
import { changeGuestLine, type GuestLine, removeGuestLine } from '@/lib/guest-cart';
import { signInTo } from '@/lib/next-path';
import { type CartLine, CartLines } from './cart-lines';
import { useGuestLines } from './session-provider';
import { ListSkeleton } from './skeletons';

/** The cart of a visitor, which only this browser knows. */
export function GuestCart() {
  const lines = useGuestLines();
  const products = useProducts(lines ?? []);
  if (!lines) return <ListSkeleton />;
  return (
    <CartLines
      lines={lines.map((line) => ({ ...line, ...products.get(line.productId) }))}
      onChange={(productId, quantity) =>
        quantity > 0 ? changeGuestLine(productId, { quantity }) : removeGuestLine(productId)
      }
    >
      <Link href={signInTo('/checkout')} prefetch={false} className="button-primary w-full">
        Sign in to check out
      </Link>
      <p className="hint">Your cart comes along. No account yet? You can make one on the way.</p>
    </CartLines>
  );
}

/** What is in the cart as it is now, which no server could put into the first HTML. */
function useProducts(lines: GuestLine[]): Map<string, Omit<CartLine, 'productId' | 'quantity'>> {
  const [products, setProducts] = useState(new Map());
  const ids = lines
    .map((line) => line.productId)
    .sort()
    .join();
  useEffect(() => {
    let current = true;
    const wanted = ids ? ids.split(',') : [];
    Promise.all(wanted.map((id) => api<Product>('GET', `/products/${id}`))).then((outcomes) => {
      const found = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.data] : []));
      if (current)
        setProducts(
          new Map(
            found.map(({ id, title, price, imageUrl, quantity: available }) => [
              id,
              { title, price, imageUrl, available },
            ]),
          ),
        );
    });
    return () => {
      current = false;
    };
  }, [ids]);
  return products;
}
