'use client';

import type { Cart } from '@ecommerce/contracts';
import { createContext, type ReactNode, use, useContext, useState, useSyncExternalStore } from 'react';
import { createGuestCart, type GuestCart, type GuestLine } from '@/lib/guest-cart';
import { createSessionChannel, type SessionChannel } from '@/lib/session-channel';
import type { Session } from '@/lib/visitor';

interface Shared {
  session: Promise<Session>;
  guestCart: GuestCart;
  channel: SessionChannel;
  /** The account's cart after a change in this browser. It is newer than the one in the page. */
  cart: Cart | undefined;
  setCart: (cart: Cart) => void;
}

const Context = createContext<Shared | undefined>(undefined);

export function SessionProvider({ session, children }: { session: Promise<Session>; children: ReactNode }) {
  const [stores] = useState(() => ({ guestCart: createGuestCart(), channel: createSessionChannel() }));
  const [changed, setChanged] = useState<{ session: Promise<Session>; cart: Cart }>();
  const cart = changed?.session === session ? changed.cart : undefined;
  const setCart = (next: Cart) => setChanged({ session, cart: next });
  return <Context value={{ ...stores, session, cart, setCart }}>{children}</Context>;
}

function useShared(): Shared {
  const shared = useContext(Context);
  if (!shared) throw new Error('SessionProvider is missing');
  return shared;
}

export const useGuestCart = (): GuestCart => useShared().guestCart;
export const useSessionChannel = (): SessionChannel => useShared().channel;

/** The signed-in user, the same on the server and in the browser; null for guests and while auth is unavailable. */
export function useUser() {
  const { visitor } = use(useShared().session);
  return visitor.kind === 'signedIn' ? visitor.user : null;
}

/** Returns the function that leaves the account, whose session has ended, in all tabs of this browser. */
export function useLeaveAccount(): (path: string) => void {
  const channel = useSessionChannel();
  return (path) => {
    channel.announce(null);
    // A full page load clears the account's data from memory.
    location.assign(path);
  };
}

/** The account's cart as last changed in this browser, or else `initialCart`; and its setter. */
export function useAccountCart(initialCart?: Cart) {
  const { cart, setCart } = useShared();
  return [cart ?? initialCart, setCart] as const;
}

/** The guest's lines; undefined on the server, because only the browser stores them. */
export function useGuestLines(): GuestLine[] | undefined {
  const { subscribe, lines } = useGuestCart();
  return useSyncExternalStore<GuestLine[] | undefined>(subscribe, lines, () => undefined);
}

/** Number of different products in the cart; null if unknown. */
export function useCartCount(): number | null {
  const { session, cart } = useShared();
  const guestLines = useGuestLines();
  const { visitor, cartLines } = use(session);
  if (visitor.kind !== 'signedIn') return guestLines?.length ?? null;
  return cart ? cart.items.length : cartLines;
}
