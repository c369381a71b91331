'use client';

import './globals.css';

/** Stands in for the whole page where even its frame failed. */
export default function GlobalError() {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col items-center justify-center gap-4 p-6 text-center font-sans">
        <title>Something went wrong · Common Goods</title>
        <h1 className="text-3xl">Something went wrong on our side</h1>
        <p className="text-soft">Nothing is lost: your cart and your orders are as they were.</p>
        <a href="/" className="button-main">
          To the shop
        </a>
      </body>
    </html>
  );
}
