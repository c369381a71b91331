'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { api, type ErrorDetail, sentence } from '@/lib/api';
import { signInTo } from '@/lib/next-path';
import { tellOtherTabs } from '@/lib/session-channel';
import { CartIcon, Mark, MenuIcon } from './icons';
import {
  FollowOtherTabs,
  FreshWhenGoingBack,
  MergeGuestCart,
  useCartLines,
  useUser,
} from './session-provider';

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
            <NavLink href="/selling" here={path.startsWith('/selling')}>
              Sell
            </NavLink>
            {user && (
              <NavLink href="/orders" here={path.startsWith('/orders')}>
                Orders
              </NavLink>
            )}
          </div>
          <CartLink here={path === '/cart'} />
          {user ? <Account email={user.email} path={path} /> : <SignInLink path={path} />}
        </nav>
      </div>
      <MergeGuestCart />
      <FollowOtherTabs />
      <FreshWhenGoingBack />
    </header>
  );
}

function NavLink({ href, here, children }: { href: string; here: boolean; children: string }) {
  return (
    <Link
      href={href}
      aria-current={here ? 'page' : undefined}
      className="flex min-h-11 items-center rounded-lg px-3 text-soft hover:bg-sunken hover:text-ink aria-[current]:font-medium aria-[current]:text-ink"
    >
      {children}
    </Link>
  );
}

function CartLink({ here }: { here: boolean }) {
  const lines = useCartLines();
  return (
    <Link
      href="/cart"
      aria-current={here ? 'page' : undefined}
      className="flex min-h-11 min-w-11 items-center justify-center gap-2 rounded-lg px-2.5 text-soft hover:bg-sunken hover:text-ink aria-[current]:text-ink"
    >
      <span className="relative">
        <CartIcon />
        {lines ? (
          <span className="absolute -top-2 left-3.5 min-w-5 rounded-full bg-accent px-1.5 text-center text-xs leading-5 font-semibold text-on-accent">
            {lines}
            <span className="sr-only"> {lines === 1 ? 'product' : 'products'}</span>
          </span>
        ) : null}
      </span>
      <span className="sr-only sm:not-sr-only sm:ml-2">Cart</span>
    </Link>
  );
}

function SignInLink({ path }: { path: string }) {
  const next = /^\/sign(in|up)$/.test(path) ? '/' : path;
  return (
    <Link
      href={signInTo(next)}
      prefetch={false}
      className="button-secondary px-4 whitespace-nowrap max-[25rem]:px-3"
    >
      Sign in
    </Link>
  );
}

function Account({ email, path }: { email: string; path: string }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const [refused, setRefused] = useState<ErrorDetail[]>([]);
  const close = () => menu.current?.removeAttribute('open');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a page that was chosen closes the menu
  useEffect(close, [path]);
  useEffect(() => {
    const elsewhere = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) close();
    };
    addEventListener('pointerdown', elsewhere);
    addEventListener('focusin', elsewhere);
    return () => {
      removeEventListener('pointerdown', elsewhere);
      removeEventListener('focusin', elsewhere);
    };
  });
  return (
    <details
      ref={menu}
      className="relative"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !menu.current?.open) return;
        close();
        menu.current.querySelector('summary')?.focus();
      }}
    >
      <summary className="flex size-11 list-none items-center justify-center rounded-lg text-soft hover:bg-sunken hover:text-ink [&::-webkit-details-marker]:hidden">
        <MenuIcon />
        <span className="sr-only">Your account</span>
      </summary>
      <div className="panel absolute right-0 mt-2 w-64 p-2 shadow-lg">
        <p className="truncate px-3 py-2 text-sm text-soft" title={email}>
          {email}
        </p>
        <MenuLink href="/orders">Your orders</MenuLink>
        <MenuLink href="/selling">Your products</MenuLink>
        <button
          type="button"
          className="mt-1 flex min-h-11 w-full items-center rounded-lg border-t border-line px-3 text-left hover:bg-sunken"
          onClick={async () => {
            const outcome = await api('POST', '/users/signout');
            if (!outcome.ok) return setRefused(outcome.errors);
            tellOtherTabs(null);
            // As a whole page, so that nothing of the account stays in memory.
            location.assign('/');
          }}
        >
          Sign out
        </button>
        <div role="alert">
          {refused.map((error) => (
            <p key={error.message} className="field-error px-3 pb-2">
              You are still signed in. {sentence(error)}
            </p>
          ))}
        </div>
      </div>
    </details>
  );
}

const MenuLink = ({ href, children }: { href: string; children: string }) => (
  <Link href={href} prefetch={false} className="flex min-h-11 items-center rounded-lg px-3 hover:bg-sunken">
    {children}
  </Link>
);
