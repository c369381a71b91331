'use client';

import type { Order } from '@ecommerce/contracts';
import { useRef, useState } from 'react';
import { api, type ErrorDetail } from '@/lib/api';
import { FormErrors } from './form-errors';

export function CancelOrder({
  order,
  onCancelled,
  onRefused,
}: {
  order: Order;
  onCancelled: (order: Order) => void;
  onRefused: () => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ status: number; errors: ErrorDetail[] }>();

  async function cancel() {
    if (busy) return;
    setBusy(true);
    const outcome = await api<Order>('DELETE', `/orders/${order.id}`);
    setBusy(false);
    dialog.current?.close();
    setRefused(outcome.ok ? undefined : outcome);
    if (outcome.ok) onCancelled(outcome.data);
    else onRefused();
  }

  return (
    <div className="flex flex-col gap-4">
      <button type="button" className="button-destructive w-full" onClick={() => dialog.current?.showModal()}>
        Cancel this order
      </button>
      {refused && <FormErrors {...refused} path={`/orders/${order.id}`} />}
      <dialog
        ref={dialog}
        aria-labelledby="cancel-title"
        aria-describedby="cancel-words"
        className="panel m-auto w-[calc(100%-2rem)] max-w-md p-6 text-ink shadow-xl backdrop:bg-black/50"
      >
        <h2 id="cancel-title" className="text-xl">
          Cancel this order?
        </h2>
        <p id="cancel-words" className="mt-2 text-soft">
          It can’t be brought back, but you can always order again. Nothing is charged for it.
        </p>
        <div className="mt-6 flex flex-wrap justify-end gap-3">
          <button type="button" className="button-secondary" onClick={() => dialog.current?.close()}>
            Keep it
          </button>
          <button type="button" className="button-destructive" aria-disabled={busy} onClick={cancel}>
            {busy ? 'Cancelling …' : 'Yes, cancel it'}
          </button>
        </div>
      </dialog>
    </div>
  );
}
