'use client';

import { ErrorPage } from '@/components/error-page';
import './globals.css';

/** Stands in for the whole page where even its frame failed. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col justify-center p-6 font-sans antialiased">
        <title>Something went wrong · Common Goods</title>
        <main>
          <ErrorPage
            title="Something went wrong"
            action={
              // As a whole page: nothing of this one is to be relied on.
              <a href="/" className="button-primary">
                To the shop
              </a>
            }
          >
            It is not your doing, and nothing is lost: your cart and your orders are as they were.
          </ErrorPage>
        </main>
      </body>
    </html>
  );
}
