'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { signInTo } from '@/lib/next-path';
import { AccountMenu } from './account-menu';
import { CartIcon, Mark } from './icons';
import { SessionEffects } from './session-effects';
import { useCartCount, useUser } from './session-provider';

/** Pages for people who are not signed in yet, to which nobody wants to return. */
const entryPages = /^\/(signin|signup|forgot-password|reset-password)$/;

export function Header() {
  const user = useUser();
  const path = usePathname();
  return (
    <header className="sticky top-0 z-10 border-b border-line bg-page">
      <div className="mx-auto flex h-16 max-w-6xl items-center gap-2 px-4 sm:px-6">
        <Link
          href="/"
          className="mr-auto flex min-h-11 items-center gap-2.5 rounded-md pr-2 font-display text-lg font-semibold whitespace-nowrap"
        >
          <Mark />
          Common Goods
        </Link>
        <nav aria-label="Shop" className="flex items-center gap-1">
          <div className="hidden items-center gap-1 md:flex">
            <NavLink href="/selling" current={path.startsWith('/selling')}>
              Sell
            </NavLink>
            {user && (
              <NavLink href="/orders" current={path.startsWith('/orders')}>
                Orders
              </NavLink>
            )}
          </div>
          <NavLink href="/cart" current={path === '/cart'}>
            <CartLabel />
          </NavLink>
          {user ? (
            <AccountMenu key={path} email={user.email} />
          ) : (
            <Link
              href={signInTo(entryPages.test(path) ? '/' : path)}
              prefetch={false}
              className="button-secondary px-4 whitespace-nowrap max-[25rem]:px-3"
            >
              Sign in
            </Link>
          )}
        </nav>
      </div>
      <SessionEffects />
    </header>
  );
}

interface NavLinkProps {
  href: string;
  current: boolean;
  children: ReactNode;
}

const NavLink = ({ href, current, children }: NavLinkProps) => (
  <Link
    href={href}
    aria-current={current ? 'page' : undefined}
    className="flex min-h-11 min-w-11 items-center justify-center rounded-lg px-2.5 text-soft hover:bg-sunken hover:text-ink aria-[current]:font-medium aria-[current]:text-ink"
  >
    {children}
  </Link>
);

function CartLabel() {
  const count = useCartCount();
  return (
    <>
      <span className="relative">
        <CartIcon />
        {count ? (
          <span className="absolute -top-2 left-3.5 min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-semibold text-on-accent">
            {count}
            <span className="sr-only"> {count === 1 ? 'product' : 'products'}</span>
          </span>
        ) : null}
      </span>
      <span className="sr-only sm:not-sr-only sm:ml-3">Cart</span>
    </>
  );
}
