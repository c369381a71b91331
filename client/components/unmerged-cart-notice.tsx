'use client';

import { Notice } from './notice';
import { useGuestCart, useGuestLines } from './session-provider';

/** Lists the guest's lines that did not fit into the account's cart. */
export function UnmergedCartNotice({ onMerge }: { onMerge: () => void }) {
  const guestCart = useGuestCart();
  const lines = useGuestLines() ?? [];
  if (lines.length === 0) return null;
  return (
    <div role="status" className="mb-6">
      <Notice variant="warn">
        <p className="font-medium">Some products you chose before signing in did not fit in your cart.</p>
        <p className="wrap-anywhere">
          Not added: {lines.map(({ title, quantity }) => `${quantity} × ${title}`).join(', ')}.
        </p>
        <p className="flex flex-wrap gap-x-6">
          <button type="button" className="link min-h-11" onClick={onMerge}>
            Try again
          </button>
          <button type="button" className="link min-h-11" onClick={() => guestCart.clear()}>
            Discard
          </button>
        </p>
      </Notice>
    </div>
  );
}
