'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef } from 'react';
import { api, outcomeOf } from '@/lib/api';
import { useMutation } from '@/lib/use-mutation';
import { FormErrors } from './form-errors';

/** Places an order for the account's cart. The order page takes the payment. */
export function PlaceOrder() {
  const router = useRouter();
  // Every attempt sends the same key, so a retry after a lost response returns the order already placed.
  const key = useRef('');
  const { run, busy, failure } = useMutation(async () => {
    key.current ||= newKey();
    const params = { header: { 'idempotency-key': key.current } };
    const outcome = await outcomeOf(api.POST('/api/orders', { params, body: {} }));
    if (outcome.ok) router.replace(`/orders/${outcome.data.id}`);
    return outcome;
  });

  return (
    <div className="flex flex-col gap-4">
      <FormErrors failure={failure} path="/checkout" />
      <button type="button" className="button-primary w-full" aria-disabled={busy} onClick={() => run()}>
        {busy ? 'Placing your order …' : 'Place order'}
      </button>
      <p className="text-center text-sm text-soft">
        You pay in the next step. Items are not reserved until you pay.{' '}
        <Link href="/cart" className="link">
          Edit cart
        </Link>
      </p>
    </div>
  );
}

/** Not `crypto.randomUUID`, which browsers offer only on HTTPS and localhost. */
const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
