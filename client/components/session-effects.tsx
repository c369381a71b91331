'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useEffect } from 'react';
import { useAccountCart, useGuestCart, useSessionChannel, useUser } from './session-provider';

/** Keeps every page in sync with this browser's session. */
export function SessionEffects() {
  const userId = useUser()?.id ?? null;
  useReloadOnSessionChange(userId);
  useRefreshOnBack();
  useMergeGuestCart(userId);
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
