'use client';

import { ErrorPage } from '@/components/error-page';

/** In the place of a page that failed, on the server or in the browser, within its frame. */
export default function PageError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <div role="alert">
      <ErrorPage
        title="Something went wrong"
        action={
          <>
            <button type="button" className="button-primary" onClick={retry}>
              Try again
            </button>
            <a href="/" className="button-secondary">
              To all products
            </a>
          </>
        }
      >
        It is not your doing, and nothing is lost: your cart and your orders are as they were.
      </ErrorPage>
    </div>
  );
}
