'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useEffect } from 'react';
import { api, outcomeOf } from '@/lib/api';
import { useAccountCart, useGuestCart, useIsRenewed, useSessionChannel, useUser } from './session-provider';

/** Keeps every page in sync with this browser's session. */
export function SessionEffects() {
  const userId = useUser()?.id ?? null;
  useReloadOnSessionChange(userId);
  useRefreshOnBack();
  useMergeGuestCart(userId);
  useKeepRenewedSession();
  return null;
}

/** Reloads when another tab signs in or out. Otherwise this page would show one account and act for another. */
function useReloadOnSessionChange(userId: string | null): void {
  const channel = useSessionChannel();
  useEffect(() => channel.subscribe((id) => id !== userId && location.reload()), [channel, userId]);
}

/** Reloads the data after a back or forward navigation, because the browser restores the page as it was. */
function useRefreshOnBack(): void {
  const router = useRouter();
  useEffect(() => {
    // Next handles the event first.
    const refresh = () => setTimeout(() => startTransition(() => router.refresh()));
    addEventListener('popstate', refresh);
    return () => removeEventListener('popstate', refresh);
  }, [router]);
}

/** Merges the lines that remain after signing in, such as after a failed request. */
function useMergeGuestCart(userId: string | null): void {
  const guestCart = useGuestCart();
  const [, setCart] = useAccountCart();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per account
  useEffect(() => {
    if (userId && guestCart.lines().length > 0) guestCart.merge().then((cart) => cart && setCart(cart));
  }, [userId]);
}

/** Renews the token in the browser's cookie. Otherwise each page would have it renewed again. */
function useKeepRenewedSession(): void {
  const isRenewed = useIsRenewed();
  useEffect(() => {
    if (isRenewed) void outcomeOf(api.GET('/api/users/currentuser'));
  }, [isRenewed]);
}
