import type { Cart } from '@ecommerce/contracts';
import { api } from './api';

/** As in an account's cart, but for the stock: nobody tells this browser when that changes. */
export type GuestLine = Omit<Cart['items'][number], 'available'>;

const KEY = 'guest-cart';
/** As in an account's cart. */
const MAX_LINES = 50;
const MAX_QUANTITY = 10_000;

const none: GuestLine[] = [];
let read: { text: string | null; lines: GuestLine[] } = { text: null, lines: none };
const listeners = new Set<() => void>();

/** The cart of somebody who is not signed in, kept in this browser. The same array as long as it does not change. */
export function guestLines(): GuestLine[] {
  let text: string | null = null;
  try {
    text = localStorage.getItem(KEY);
  } catch {
    // A browser that keeps nothing: the cart lives as long as the page.
    return read.lines;
  }
  if (text !== read.text) read = { text, lines: parse(text) };
  return read.lines;
}

/** On the server nobody knows. */
export const noGuestLines = (): GuestLine[] | undefined => undefined;

export function onGuestChange(listener: () => void): () => void {
  listeners.add(listener);
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}

function store(lines: GuestLine[]): void {
  const text = lines.length > 0 ? JSON.stringify(lines) : null;
  read = { text, lines };
  try {
    if (text) localStorage.setItem(KEY, text);
    else localStorage.removeItem(KEY);
  } catch {
    // As above.
  }
  for (const listener of listeners) listener();
}

/** @returns what is wrong, if anything */
export function addGuestLine(line: GuestLine): string | undefined {
  const lines = guestLines();
  const there = lines.find((one) => one.productId === line.productId);
  if (!there && lines.length >= MAX_LINES) return `A cart holds at most ${MAX_LINES} different products.`;
  const quantity = Math.min((there?.quantity ?? 0) + line.quantity, MAX_QUANTITY);
  store(
    there
      ? lines.map((one) => (one === there ? { ...line, quantity } : one))
      : [...lines, { ...line, quantity }],
  );
}

export const changeGuestLine = (productId: string, change: Partial<GuestLine>): void =>
  store(guestLines().map((one) => (one.productId === productId ? { ...one, ...change } : one)));

export const removeGuestLine = (productId: string): void =>
  store(guestLines().filter((one) => one.productId !== productId));

/**
 * Moves the guest's lines into the account's cart. Each leaves here before it goes there, so that two tabs can't add it
 * twice, and comes back if it was not taken: for now, or because the other cart is full. Gone is only what is not sold
 * any more.
 */
export async function mergeGuestCart(): Promise<Cart | undefined> {
  let cart: Cart | undefined;
  for (const line of [...guestLines()]) {
    if (!guestLines().some((one) => one.productId === line.productId)) continue;
    removeGuestLine(line.productId);
    const { productId, quantity } = line;
    const outcome = await api<Cart>('POST', '/cart/items', { productId, quantity });
    if (outcome.ok) {
      cart = outcome.data;
      continue;
    }
    const { status } = outcome;
    if (status !== 404) addGuestLine(line);
    if (status === 0 || status === 401 || status >= 429) break;
  }
  return cart;
}

function parse(text: string | null): GuestLine[] {
  try {
    const lines: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(lines) ? lines.filter(isLine).slice(0, MAX_LINES) : none;
  } catch {
    return none;
  }
}

const isLine = (line: Partial<GuestLine> | null): line is GuestLine =>
  typeof line?.productId === 'string' &&
  /^[0-9a-f]{24}$/.test(line.productId) &&
  typeof line.title === 'string' &&
  typeof line.price === 'number' &&
  Number.isInteger(line.quantity) &&
  (line.quantity ?? 0) > 0;
