'use client';

import { ErrorPage } from '@/components/error-page';

/** Error boundary of all pages; keeps the layout. */
export default function PageError({ retry }: { error: unknown; retry: () => void }) {
  return (
    <div role="alert">
      <ErrorPage>
        <button type="button" className="button-primary" onClick={retry}>
          Try again
        </button>
        <a href="/" className="button-secondary">
          Browse products
        </a>
      </ErrorPage>
    </div>
  );
}
