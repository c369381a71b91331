'use client';

import { ErrorPage } from '@/components/error-page';
import './globals.css';

/** Stands in for the whole page when the layout failed too. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col justify-center p-6 font-sans antialiased">
        <title>Something went wrong · Common Goods</title>
        <main>
          <ErrorPage>
            {/* A full page load, since nothing of this page can be relied on. */}
            <a href="/" className="button-primary">
              To the shop
            </a>
          </ErrorPage>
        </main>
      </body>
    </html>
  );
}
