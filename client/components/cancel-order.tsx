'use client';

import type { Order } from '@ecommerce/contracts';
import { useRef } from 'react';
import { api, outcomeOf } from '@/lib/api';
import { useMutation } from '@/lib/use-mutation';
import { FormErrors } from './form-errors';

interface Props {
  order: Order;
  onCancelled: (order: Order) => void;
  onFailed: () => void;
}

export function CancelOrder({ order, onCancelled, onFailed }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const { run, busy, failure } = useMutation(async () => {
    const call = api.DELETE('/api/orders/{id}', { params: { path: { id: order.id } } });
    const outcome = await outcomeOf(call);
    dialog.current?.close();
    if (outcome.ok) onCancelled(outcome.data);
    else onFailed();
    return outcome;
  });

  return (
    <div className="flex flex-col gap-4">
      <button type="button" className="button-destructive w-full" onClick={() => dialog.current?.showModal()}>
        Cancel this order
      </button>
      <FormErrors failure={failure} path={`/orders/${order.id}`} />
      <dialog
        ref={dialog}
        aria-labelledby="cancel-title"
        aria-describedby="cancel-description"
        className="panel m-auto w-[calc(100%-2rem)] max-w-md p-6 text-ink shadow-xl backdrop:bg-black/50"
      >
        <h2 id="cancel-title" className="text-xl">
          Cancel this order?
        </h2>
        <p id="cancel-description" className="mt-2 text-soft">
          You can’t undo this, but you can always order again. You will not be charged.
        </p>
        <div className="mt-6 flex flex-wrap justify-end gap-3">
          <button type="button" className="button-secondary" onClick={() => dialog.current?.close()}>
            Keep order
          </button>
          <button type="button" className="button-destructive" aria-disabled={busy} onClick={() => run()}>
            {busy ? 'Cancelling …' : 'Yes, cancel order'}
          </button>
        </div>
      </dialog>
    </div>
  );
}
