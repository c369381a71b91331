'use client';

import type { Order } from '@ecommerce/contracts';
import { api, outcomeOf } from '@/lib/api';
import { useMutation } from '@/lib/use-mutation';
import { ConfirmButton } from './confirm-button';
import { FormErrors } from './form-errors';

interface Props {
  order: Order;
  onCancelled: (order: Order) => void;
  onFailed: () => void;
}

export function CancelOrder({ order, onCancelled, onFailed }: Props) {
  const { run, busy, failure } = useMutation(async (close: () => void) => {
    const call = api.DELETE('/api/orders/{id}', { params: { path: { id: order.id } } });
    const outcome = await outcomeOf(call);
    close();
    if (outcome.ok) onCancelled(outcome.data);
    else onFailed();
    return outcome;
  });

  return (
    <div className="flex flex-col gap-4">
      <ConfirmButton
        label="Cancel this order"
        question="Cancel this order?"
        consequence="You can’t undo this, but you can always order again. You will not be charged."
        keep="Keep order"
        confirm="Yes, cancel order"
        confirming="Cancelling …"
        busy={busy}
        onConfirm={run}
      />
      <FormErrors failure={failure} path={`/orders/${order.id}`} />
    </div>
  );
}
