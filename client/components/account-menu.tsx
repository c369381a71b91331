'use client';

import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { MenuIcon } from './icons';
import { useSignOut } from './use-sign-out';

/** Account menu. Give it a new `key` to close it. */
export function AccountMenu({ email }: { email: string }) {
  const menu = useRef<HTMLDetailsElement>(null);
  const signOut = useSignOut();
  const close = () => menu.current?.removeAttribute('open');
  useEffect(() => {
    const closeOutside = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) close();
    };
    const listeners = new AbortController();
    addEventListener('pointerdown', closeOutside, listeners);
    addEventListener('focusin', closeOutside, listeners);
    return () => listeners.abort();
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
        <span className="sr-only">Account menu</span>
      </summary>
      <div className="panel absolute right-0 mt-2 w-64 p-2 shadow-lg">
        <p className="truncate px-3 py-2 text-sm text-soft" title={email}>
          {email}
        </p>
        <MenuLink href="/orders">Your orders</MenuLink>
        <MenuLink href="/selling">Your products</MenuLink>
        <MenuLink href="/account">Your account</MenuLink>
        <button
          type="button"
          className="mt-1 flex min-h-11 w-full items-center rounded-lg border-t border-line px-3 text-left hover:bg-sunken"
          onClick={() => signOut.run()}
        >
          Sign out
        </button>
        <div role="alert">
          {signOut.failure?.errors.map(({ message }) => (
            <p key={message} className="field-error px-3 pb-2">
              You are still signed in. {message}
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
