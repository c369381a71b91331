'use client';

import { ErrorPage } from '@/components/error-page';
import './globals.css';

/** Error boundary of the layout itself; replaces the whole document. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col justify-center p-6 font-sans antialiased">
        <title>Something went wrong · Common Goods</title>
        <main>
          <ErrorPage>
            {/* A full page load, because the state of the failed page is unknown. */}
            <a href="/" className="button-primary">
              Go to the home page
            </a>
          </ErrorPage>
        </main>
      </body>
    </html>
  );
}
