import type { Metadata, Viewport } from 'next';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { Header } from '@/components/header';
import { Notice } from '@/components/notice';
import { PageFrame } from '@/components/page-frame';
import { SessionProvider } from '@/components/session-provider';
import { readSession } from '@/lib/visitor';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Common Goods', template: '%s · Common Goods' },
  description: 'A small shop where anyone can buy and anyone can sell.',
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#faf8f4' },
    { media: '(prefers-color-scheme: dark)', color: '#151513' },
  ],
};

/**
 * Every page shows the visitor's session. Without this, Next starts to render pages at build time and gives up when they
 * read it, or fails if `useSearchParams` runs earlier: which of the two comes first depends on the version of Node.
 */
export const dynamic = 'force-dynamic';

export default function RootLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body className="flex min-h-dvh flex-col font-sans antialiased">
        <a
          href="#main"
          className="button-primary sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-20"
        >
          Skip to main content
        </a>
        {/* Not awaited, so the session and the page's data load in parallel. */}
        <SessionProvider session={readSession()}>
          <Header />
          <main
            id="main"
            tabIndex={-1}
            className="mx-auto w-full max-w-6xl flex-1 px-4 pt-6 pb-16 outline-none sm:px-6 sm:pt-10"
          >
            <noscript>
              <div className="mb-6">
                <Notice variant="warn">
                  You can browse without JavaScript. To sign in, buy or sell, please enable it.
                </Notice>
              </div>
            </noscript>
            <PageFrame>{children}</PageFrame>
          </main>
        </SessionProvider>
        <footer className="border-t border-line">
          <p className="mx-auto max-w-6xl px-4 py-6 text-sm text-soft sm:px-6">
            Common Goods, a small shop where anyone can buy and anyone can sell.{' '}
            <Link href="/api/docs" prefetch={false} className="underline">
              API documentation
            </Link>
          </p>
        </footer>
      </body>
    </html>
  );
}
