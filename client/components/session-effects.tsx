'use client';

import { useRouter } from 'next/navigation';
import { startTransition, useEffect } from 'react';
import { useAccountCart, useGuestCart, useSessionChannel, useUser } from './session-provider';

/** Keeps every page in step with the session of this browser. */
export function SessionEffects() {
  const userId = useUser()?.id ?? null;
  useReloadOnSessionChange(userId);
  useRefreshOnBack();
  useMergeGuestCart(userId);
  return null;
}

/** Reloads when another tab signs in or out, so that no page shows one account and acts for another. */
function useReloadOnSessionChange(userId: string | null): void {
  const channel = useSessionChannel();
  useEffect(() => channel.subscribe((id) => id !== userId && location.reload()), [channel, userId]);
}

/** The browser restores a page as it was left, so its data is read again. */
function useRefreshOnBack(): void {
  const router = useRouter();
  useEffect(() => {
    // Next handles the event first.
    const refresh = () => setTimeout(() => startTransition(() => router.refresh()));
    addEventListener('popstate', refresh);
    return () => removeEventListener('popstate', refresh);
  }, [router]);
}

/** Merges what the sign-in itself could not, such as after a failed request. */
function useMergeGuestCart(userId: string | null): void {
  const guestCart = useGuestCart();
  const [, setCart] = useAccountCart();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per account
  useEffect(() => {
    if (userId && guestCart.lines().length > 0) guestCart.merge().then((cart) => cart && setCart(cart));
  }, [userId]);
}
