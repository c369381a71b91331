'use client';

import type { Order } from '@ecommerce/contracts';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useRef, useState, useTransition } from 'react';
import { api, type ErrorDetail } from '@/lib/api';
import { FormErrors } from './form-errors';

/** Orders what is in the account's cart; the order's own page takes the payment. */
export function PlaceOrder() {
  const router = useRouter();
  const [sending, setSending] = useState(false);
  const [leaving, startLeaving] = useTransition();
  const [refused, setRefused] = useState<{ status: number; errors: ErrorDetail[] }>();

  // Pressed again after an answer that was lost, it shows the order that was placed.
  const key = useRef('');

  const busy = sending || leaving;

  async function place() {
    if (busy) return;
    setSending(true);
    setRefused(undefined);
    key.current ||= newKey();
    const outcome = await api<Order>('POST', '/orders', {}, { 'idempotency-key': key.current });
    if (outcome.ok) startLeaving(() => router.replace(`/orders/${outcome.data.id}`));
    else setRefused(outcome);
    setSending(false);
  }

  return (
    <div className="flex flex-col gap-4">
      {refused && <FormErrors {...refused} path="/checkout" />}
      <button type="button" className="button-primary w-full" aria-disabled={busy} onClick={place}>
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

/** Not `randomUUID`, which browsers have on HTTPS and localhost only. */
const newKey = () => crypto.getRandomValues(new Uint32Array(4)).join('-');
