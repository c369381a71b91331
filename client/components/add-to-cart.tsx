'use client';

import type { Cart, Product } from '@ecommerce/contracts';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { api, type ErrorDetail } from '@/lib/api';
import { addGuestLine } from '@/lib/guest-cart';
import { FormErrors } from './form-errors';
import { CheckIcon } from './icons';
import { QuantityField } from './quantity-field';
import { useAccountCart, useUser } from './session-provider';

export function AddToCart({ product }: { product: Product }) {
  const user = useUser();
  const [, setCart] = useAccountCart();
  const path = usePathname();
  const [quantity, setQuantity] = useState(1);
  const [busy, setBusy] = useState(false);
  const [added, setAdded] = useState(0);
  const [refused, setRefused] = useState<{ status: number; errors: ErrorDetail[] }>();

  async function add(event: FormEvent) {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setRefused(undefined);
    setAdded(0);
    if (user) {
      const outcome = await api<Cart>('POST', '/cart/items', { productId: product.id, quantity });
      if (outcome.ok) setCart(outcome.data);
      else setRefused(outcome);
      if (outcome.ok) setAdded(quantity);
    } else {
      const { id: productId, title, price, imageUrl } = product;
      const error = addGuestLine({ productId, quantity, title, price, imageUrl });
      if (error) setRefused({ status: 400, errors: [{ message: error }] });
      else setAdded(quantity);
    }
    setBusy(false);
  }

  return (
    <form onSubmit={add} className="flex flex-col gap-4">
      <div className="flex flex-wrap items-end gap-3">
        <QuantityField value={quantity} max={product.quantity} onChange={setQuantity} label="Quantity" />
        <button type="submit" aria-disabled={busy} className="button-primary min-w-44 flex-1 sm:flex-none">
          {busy ? 'Adding …' : 'Add to cart'}
        </button>
      </div>
      <div role="status" className="min-h-7">
        {added > 0 && (
          <p className="flex flex-wrap items-center gap-x-2 text-good">
            <CheckIcon />
            {added === 1 ? 'It is in your cart.' : `${added} are in your cart.`}
            <Link href="/cart" className="link">
              View cart
            </Link>
          </p>
        )}
      </div>
      {refused && <FormErrors {...refused} path={path} />}
    </form>
  );
}
