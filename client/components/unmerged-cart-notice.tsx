'use client';

import { Notice } from './notice';
import { useGuestCart, useGuestLines } from './session-provider';

/** The guest's lines that the account's cart had no room for. */
export function UnmergedCartNotice({ onMerge }: { onMerge: () => void }) {
  const guestCart = useGuestCart();
  const lines = useGuestLines() ?? [];
  if (lines.length === 0) return null;
  return (
    <div role="status" className="mb-6">
      <Notice variant="warn">
        <p className="font-medium">Your cart could not take everything you chose before signing in.</p>
        <p className="wrap-anywhere">
          There was no room for {lines.map(({ title, quantity }) => `${quantity} × ${title}`).join(', ')}.
        </p>
        <p className="flex flex-wrap gap-x-6">
          <button type="button" className="link min-h-11" onClick={onMerge}>
            Put it in now
          </button>
          <button type="button" className="link min-h-11" onClick={() => guestCart.clear()}>
            Discard them
          </button>
        </p>
      </Notice>
    </div>
  );
}
