'use client';

import type { Cart } from '@ecommerce/contracts';
import { useRouter } from 'next/navigation';
import {
  createContext,
  type ReactNode,
  startTransition,
  use,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react';
import { guestLines, mergeGuestCart, noGuestLines, onGuestChange } from '@/lib/guest-cart';
import { onOtherTab } from '@/lib/session-channel';
import type { Session } from '@/lib/visitor';

interface Shared {
  session: Promise<Session>;
  /** The account's cart as a change in this browser left it, newer than what the page came with. */
  cart: Cart | undefined;
  setCart: (cart: Cart) => void;
}

const Context = createContext<Shared | undefined>(undefined);

export function SessionProvider({ session, children }: { session: Promise<Session>; children: ReactNode }) {
  const [changed, setChanged] = useState<{ session: Promise<Session>; cart: Cart }>();
  const cart = changed?.session === session ? changed.cart : undefined;
  const setCart = (next: Cart) => setChanged({ session, cart: next });
  return <Context value={{ session, cart, setCart }}>{children}</Context>;
}

function useShared(): Shared {
  const shared = useContext(Context);
  if (!shared) throw new Error('there is no SessionProvider around this');
  return shared;
}

/** Who is here; the same in the first HTML and in the browser. */
export const useUser = (): Session['user'] => use(useShared().session).user;

/** The account's cart: as it was changed here, else as the page came with it; and how to tell of a change. */
export function useAccountCart(initialCart?: Cart) {
  const { cart, setCart } = useShared();
  return [cart ?? initialCart, setCart] as const;
}

/** Undefined in the first HTML, as only the browser knows. */
export const useGuestLines = () => useSyncExternalStore(onGuestChange, guestLines, noGuestLines);

/** How many different products are in the cart; null when not known. */
export function useCartLines(): number | null {
  const { session, cart } = useShared();
  const guest = useGuestLines();
  const { user, cartLines } = use(session);
  if (!user) return guest?.length ?? null;
  return cart ? cart.items.length : cartLines;
}

/** Begins anew when another tab has signed in or out, so that no page shows one account and acts for another. */
export function FollowOtherTabs() {
  const id = useUser()?.id ?? null;
  useEffect(() => onOtherTab((userId) => userId !== id && location.reload()), [id]);
  return null;
}

/** Going back shows a page as it was left; what it shows may have changed since, by what was done meanwhile. */
export function FreshWhenGoingBack() {
  const router = useRouter();
  useEffect(() => {
    // After Next has taken it up.
    const refresh = () => setTimeout(() => startTransition(() => router.refresh()));
    addEventListener('popstate', refresh);
    return () => removeEventListener('popstate', refresh);
  }, [router]);
  return null;
}

/** Takes along what was put in the cart before signing in, where the sign-in itself could not. */
export function MergeGuestCart() {
  const user = useUser();
  const { setCart } = useShared();
  // biome-ignore lint/correctness/useExhaustiveDependencies: once a visit
  useEffect(() => {
    if (user && guestLines().length > 0) mergeGuestCart().then((cart) => cart && setCart(cart));
  }, [user?.id]);
  return null;
}
