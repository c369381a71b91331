'use client';

import type { Product } from '@ecommerce/contracts';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { api, type Outcome, outcomeOf } from '@/lib/api';
import { useMutation } from '@/lib/use-mutation';
import { FormErrors } from './form-errors';
import { CheckIcon } from './icons';
import { QuantityField } from './quantity-field';
import { useAccountCart, useGuestCart, useUser } from './session-provider';

export function AddToCart({ product }: { product: Product }) {
  const user = useUser();
  const guestCart = useGuestCart();
  const [, setCart] = useAccountCart();
  const path = usePathname();
  const [quantity, setQuantity] = useState(1);
  const [added, setAdded] = useState(0);
  const { run, pending, succeeded, failure } = useMutation(async (): Promise<Outcome<unknown>> => {
    const { id: productId, title, price, imageUrl } = product;
    setAdded(quantity);
    if (!user) return guestCart.add({ productId, quantity, title, price, imageUrl });
    const outcome = await outcomeOf(api.POST('/api/cart/items', { body: { productId, quantity } }));
    if (outcome.ok) setCart(outcome.data);
    return outcome;
  }, 'repeat');

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
      className="flex flex-col gap-4"
    >
      <div className="flex flex-wrap items-end gap-3">
        <QuantityField value={quantity} max={product.quantity} onChange={setQuantity} label="Quantity" />
        <button
          type="submit"
          aria-disabled={pending}
          // The response can arrive between the two clicks of a double click.
          onClick={(event) => event.detail > 1 && event.preventDefault()}
          className="button-primary min-w-44 flex-1 sm:flex-none"
        >
          {pending ? 'Adding …' : 'Add to cart'}
        </button>
      </div>
      <div role="status" className="min-h-7">
        {succeeded && (
          <p className="flex flex-wrap items-center gap-x-2 text-good">
            <CheckIcon />
            {added === 1 ? 'Added to your cart.' : `Added ${added} to your cart.`}
            <Link href="/cart" className="link">
              View cart
            </Link>
          </p>
        )}
      </div>
      <FormErrors failure={failure} path={path} />
    </form>
  );
}
