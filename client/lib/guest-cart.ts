import type { Cart } from '@ecommerce/contracts';
import { MAX_CART_LINES, MAX_QUANTITY } from '@ecommerce/contracts/limits';
import { api, failure, type Outcome, outcomeOf } from './api';

/** A line of an account's cart without what changes: the browser does not store it. */
export type GuestLine = Omit<Cart['items'][number], 'available' | 'removed'>;

const KEY = 'guest-cart';

export type GuestCart = ReturnType<typeof createGuestCart>;

/** Creates the store of a guest's cart in the browser's local storage. */
export function createGuestCart() {
  let snapshot: { text: string | null; lines: GuestLine[] } = { text: null, lines: [] };
  const listeners = new Set<() => void>();

  /** Returns the same array until a line changes, as `useSyncExternalStore` requires. */
  function lines(): GuestLine[] {
    try {
      const text = localStorage.getItem(KEY);
      if (text !== snapshot.text) snapshot = { text, lines: parse(text) };
    } catch {
      // The browser has disabled storage, so the cart exists in this page only.
    }
    return snapshot.lines;
  }

  function store(changed: GuestLine[]): void {
    const text = changed.length > 0 ? JSON.stringify(changed) : null;
    snapshot = { text, lines: changed };
    try {
      if (text) localStorage.setItem(KEY, text);
      else localStorage.removeItem(KEY);
    } catch {
      // See lines().
    }
    for (const listener of listeners) listener();
  }

  /** @returns the function that unsubscribes */
  function subscribe(listener: () => void): () => void {
    listeners.add(listener);
    addEventListener('storage', listener);
    return () => {
      listeners.delete(listener);
      removeEventListener('storage', listener);
    };
  }

  function add(line: GuestLine): Outcome<GuestLine> {
    const current = lines().find(({ productId }) => productId === line.productId);
    if (!current && lines().length >= MAX_CART_LINES)
      return failure('cart_full', `A cart holds at most ${MAX_CART_LINES} different products.`);
    const quantity = Math.min((current?.quantity ?? 0) + line.quantity, MAX_QUANTITY);
    const data = { ...line, quantity };
    store(current ? lines().map((one) => (one === current ? data : one)) : [...lines(), data]);
    return { ok: true, data };
  }

  /** @param quantity 0 removes the line */
  const setQuantity = (id: string, quantity: number): void =>
    store(
      lines()
        .map((line) => (line.productId === id ? { ...line, quantity } : line))
        .filter((line) => line.quantity > 0),
    );

  const clear = (): void => store([]);

  /**
   * Moves the lines into the account's cart. Each line is removed before it is sent, so two tabs cannot add it twice.
   * It is put back if the API rejects it, unless the product no longer exists.
   *
   * @returns the account's cart after the last accepted line
   */
  async function merge(): Promise<Cart | undefined> {
    let cart: Cart | undefined;
    for (const line of lines()) {
      const { productId, quantity } = line;
      if (!lines().some((one) => one.productId === productId)) continue;
      setQuantity(productId, 0);
      const outcome = await outcomeOf(api.POST('/api/cart/items', { body: { productId, quantity } }));
      if (outcome.ok) {
        cart = outcome.data;
        continue;
      }
      const code = outcome.errors[0]?.code ?? 'unavailable';
      if (code !== 'product_not_found') add(line);
      if (['unavailable', 'not_signed_in'].includes(code) || outcome.status >= 429) break;
    }
    return cart;
  }

  return { lines, subscribe, add, setQuantity, clear, merge };
}

function parse(text: string | null): GuestLine[] {
  try {
    const lines: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(lines) ? lines.filter(isLine).slice(0, MAX_CART_LINES) : [];
  } catch {
    return [];
  }
}

const isLine = (line: Partial<GuestLine> | null): line is GuestLine =>
  typeof line?.productId === 'string' &&
  /^[0-9a-f]{24}$/.test(line.productId) &&
  typeof line.title === 'string' &&
  typeof line.price === 'number' &&
  Number.isInteger(line.quantity) &&
  (line.quantity ?? 0) > 0;
