'use client';

import type { Product } from '@ecommerce/contracts';
import { useRouter } from 'next/navigation';
import { api, type Outcome, outcomeOf } from '@/lib/api';
import { useMutation } from '@/lib/use-mutation';
import { ConfirmButton } from './confirm-button';
import { FormErrors } from './form-errors';

export function RemoveProduct({ id }: { id: string }) {
  const router = useRouter();
  const { run, busy, failure } = useMutation(async (close: () => void) => {
    const outcome = await remove(id);
    close();
    if (outcome.ok) router.push('/selling');
    return outcome;
  });

  return (
    <section aria-labelledby="remove" className="panel mt-8 flex flex-col gap-4 p-5 sm:p-8">
      <h2 id="remove" className="text-xl">
        Stop selling it
      </h2>
      <p className="text-soft">To pause the sale instead, set the units in stock to 0.</p>
      <FormErrors failure={failure} path={`/selling/${id}`} />
      <ConfirmButton
        label="Remove product"
        question="Remove this product?"
        consequence="You can’t undo this. Nobody can find or order it any more, and its image is deleted. Paid orders stay as they are; orders that are not paid yet can no longer be fulfilled."
        keep="Keep product"
        confirm="Yes, remove product"
        confirming="Removing …"
        busy={busy}
        onConfirm={run}
      />
    </section>
  );
}

/** Removes a product. Succeeds if it is gone already, as after an attempt whose response was lost. */
async function remove(id: string): Promise<Outcome<Product | null>> {
  const outcome = await outcomeOf(api.DELETE('/api/products/{id}', { params: { path: { id } } }));
  const isGone = !outcome.ok && outcome.errors[0]?.code === 'product_not_found';
  return isGone ? { ok: true, data: null } : outcome;
}
