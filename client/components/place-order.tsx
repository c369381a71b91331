'use client';

import type { Order } from '@ecommerce/contracts';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { api } from '@/lib/api';
import { useMutation } from '@/lib/use-mutation';
import { FormErrors } from './form-errors';

/** Orders the account's cart; the page of the order takes the payment. */
export function PlaceOrder() {
  const router = useRouter();
  // The same key for each attempt, so that pressing again after a lost answer shows the order it placed.
  const key = useRef('');
  const { run, busy, failure } = useMutation(async () => {
    key.current ||= newKey();
    const outcome = await api<Order>('POST', '/orders', {}, { 'idempotency-key': key.current });
    if (outcome.ok) router.replace(`/orders/${outcome.data.id}`);
    return outcome;
  });

  return (
    <div className="flex flex-col gap-4">
      <FormErrors failure={failure} path="/checkout" />
      <button type="button" className="button-primary w-full" aria-disabled={busy} onClick={() => run()}>
        {busy ? 'Placing your order …' : 'Place the order'}
      </button>
      <p className="text-center text-sm text-soft">
        You pay in the next step. Nothing is reserved until then.{' '}
        <Link href="/cart" className="link">
          Change the cart
        </Link>
      </p>
    </div>
  );
}

/** Browsers have `randomUUID` on HTTPS and localhost only. */
const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
