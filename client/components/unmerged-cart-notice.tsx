'use client';

import { removeGuestLine } from '@/lib/guest-cart';
import { Notice } from './notice';
import { useGuestLines } from './session-provider';

/** What was put in the cart before signing in, and the account's cart did not take. */
export function UnmergedCartNotice({ onTake }: { onTake: () => void }) {
  const lines = useGuestLines() ?? [];
  if (lines.length === 0) return null;
  return (
    <div role="status" className="mb-6">
      <Notice variant="warn">
        <p className="font-medium">Not all that you chose before signing in is in this cart.</p>
        <p className="wrap-anywhere">
          There was no room for {lines.map(({ title, quantity }) => `${quantity} × ${title}`).join(', ')}.
        </p>
        <p className="flex flex-wrap gap-x-6">
          <button type="button" className="link min-h-11" onClick={onTake}>
            Put it in now
          </button>
          <button
            type="button"
            className="link min-h-11"
            onClick={() => {
              for (const { productId } of lines) removeGuestLine(productId);
            }}
          >
            Do without
          </button>
        </p>
      </Notice>
    </div>
  );
}
