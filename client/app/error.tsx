'use client';

import { ErrorPage } from '@/components/error-page';

/** Stands in for a page that failed, on the server or in the browser, within the layout. */
export default function PageError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <div role="alert">
      <ErrorPage>
        <button type="button" className="button-primary" onClick={retry}>
          Try again
        </button>
        <a href="/" className="button-secondary">
          To all products
        </a>
      </ErrorPage>
    </div>
  );
}
