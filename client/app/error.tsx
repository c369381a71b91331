'use client';

import { DeadEnd } from '@/components/dead-end';

/** In the place of a page that failed, on the server or in the browser, within its frame. */
export default function PageError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <div role="alert">
      <DeadEnd
        title="Something went wrong"
        action={
          <>
            <button type="button" className="button-main" onClick={retry}>
              Try again
            </button>
            <a href="/" className="button-plain">
              To all products
            </a>
          </>
        }
      >
        It is not your doing, and nothing is lost: your cart and your orders are as they were.
      </DeadEnd>
    </div>
  );
}
