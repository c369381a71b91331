'use client';

import type { Cart, Product } from '@ecommerce/shared/contracts';
import Link from 'next/link';
import { useEffect, useRef, useState } from 'react';
import { api, type Fault } from '@/lib/api';
import { changeGuestLine, type Line, removeGuestLine } from '@/lib/guest-cart';
import { money, sumOf } from '@/lib/money';
import { signInTo } from '@/lib/next-path';
import { ListBones } from './bones';
import { Faults } from './faults';
import { Empty } from './notice';
import { Picture } from './picture';
import { QuantityField } from './quantity-field';
import { useAccountCart, useGuestLines } from './session-provider';

/** The cart of an account. */
export function AccountCart({ cart: came }: { cart: Cart }) {
  const [cart, setCart] = useAccountCart(came);
  const [refused, setRefused] = useState<{ status: number; faults: Fault[] }>();
  const changes = useRef({ made: 0, sent: Promise.resolve<unknown>(undefined) });
  const items = cart?.items ?? [];

  /** Shows a change at once and sends it after those before it; what the last one is answered is how it is. */
  async function change(productId: string, quantity: number) {
    const turn = ++changes.current.made;
    setCart({
      items:
        quantity > 0
          ? items.map((line) => (line.productId === productId ? { ...line, quantity } : line))
          : items.filter((line) => line.productId !== productId),
    });
    const path = `/cart/items/${productId}`;
    const sent = changes.current.sent.then(() =>
      quantity > 0 ? api<Cart>('PUT', path, { quantity }) : api<Cart>('DELETE', path),
    );
    changes.current.sent = sent;
    const outcome = await sent;
    setRefused(outcome.ok ? undefined : outcome);
    const now = outcome.ok ? outcome : await api<Cart>('GET', '/cart');
    if (now.ok && turn === changes.current.made) setCart(now.data);
  }

  return (
    <>
      {refused && (
        <div className="mb-6">
          <Faults {...refused} path="/cart" />
        </div>
      )}
      <Lines lines={items} onChange={change}>
        <Link href="/checkout" className="button-main w-full">
          Check out
        </Link>
      </Lines>
    </>
  );
}

/** The cart of a visitor, which only this browser knows. */
export function GuestCart() {
  const lines = useGuestLines();
  if (!lines) return <ListBones />;
  return (
    <Lines
      lines={lines}
      onChange={(productId, quantity) =>
        quantity > 0 ? changeGuestLine(productId, { quantity }) : removeGuestLine(productId)
      }
    >
      <Link href={signInTo('/checkout')} prefetch={false} className="button-main w-full">
        Sign in to check out
      </Link>
      <p className="hint">Your cart comes along. No account yet? You can make one on the way.</p>
    </Lines>
  );
}

function Lines({
  lines,
  onChange,
  children,
}: {
  lines: Line[];
  onChange: (productId: string, quantity: number) => void;
  children: React.ReactNode;
}) {
  const products = useProducts(lines);
  if (lines.length === 0)
    return (
      <Empty
        title="Your cart is empty"
        action={
          <Link href="/" className="button-main">
            Find something good
          </Link>
        }
      >
        What you add waits here until you are ready.
      </Empty>
    );
  const now = lines.map((line) => {
    const product = products.get(line.productId);
    return {
      ...line,
      ...(product && { title: product.title, price: product.price, imageUrl: product.imageUrl }),
    };
  });
  const blocked = lines.some(
    (line) => (products.get(line.productId)?.quantity ?? line.quantity) < line.quantity,
  );
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[1fr_20rem]">
      <ul className="panel divide-y divide-line">
        {now.map((line) => (
          <CartLine
            key={line.productId}
            line={line}
            stock={products.get(line.productId)?.quantity}
            onChange={(quantity) => onChange(line.productId, quantity)}
          />
        ))}
      </ul>
      <section aria-label="Summary" className="panel p-5 lg:sticky lg:top-24">
        <p className="mb-4 flex items-baseline justify-between gap-4" aria-live="polite">
          <span>Total</span>
          <span className="text-xl font-semibold tabular-nums">{money(sumOf(now))}</span>
        </p>
        {blocked ? (
          <>
            <button type="button" disabled className="button-main w-full">
              Check out
            </button>
            <p className="mt-3 text-sm text-warn">
              Something here is no longer there in that number. Change or remove it to go on.
            </p>
          </>
        ) : (
          children
        )}
      </section>
    </div>
  );
}

function CartLine({
  line,
  stock,
  onChange,
}: {
  line: Line;
  /** Not known yet, or not to be learned. */
  stock: number | undefined;
  onChange: (quantity: number) => void;
}) {
  const { productId, title, price, quantity, imageUrl } = line;
  return (
    <li className="flex gap-4 p-4">
      <Picture src={imageUrl} className="size-16 shrink-0 rounded-lg sm:size-24" />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <h2 className="font-sans text-base font-medium tracking-normal break-words">
          <Link href={`/products/${productId}`} prefetch={false} className="rounded-sm hover:underline">
            {title}
          </Link>
        </h2>
        <p className="flex flex-wrap justify-between gap-x-4 tabular-nums">
          <span className="text-soft">{money(price)} each</span>
          <span className="font-semibold">{money(sumOf([line]))}</span>
        </p>
        {stock === 0 ? (
          <p className="font-medium text-bad" role="status">
            Sold out meanwhile
          </p>
        ) : stock !== undefined && stock < quantity ? (
          <p className="text-warn" role="status">
            Only {stock} left.{' '}
            <button type="button" className="link" onClick={() => onChange(stock)}>
              Take {stock}
            </button>
          </p>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          {stock !== 0 && (
            <QuantityField
              value={quantity}
              max={stock ?? 10_000}
              onChange={onChange}
              label={`Quantity of ${title}`}
              hidden
            />
          )}
          <button type="button" className="link min-h-11 px-1" onClick={() => onChange(0)}>
            Remove<span className="sr-only"> {title}</span>
          </button>
        </div>
      </div>
    </li>
  );
}

/** What the products in the cart are now: the cart itself does not tell how many are left. */
function useProducts(lines: Line[]): Map<string, Product> {
  const [products, setProducts] = useState(new Map<string, Product>());
  const ids = lines
    .map((line) => line.productId)
    .sort()
    .join();
  useEffect(() => {
    let current = true;
    const wanted = ids ? ids.split(',') : [];
    Promise.all(wanted.map((id) => api<Product>('GET', `/products/${id}`))).then((outcomes) => {
      const found = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.data] : []));
      if (current) setProducts(new Map(found.map((product) => [product.id, product])));
    });
    return () => {
      current = false;
    };
  }, [ids]);
  return products;
}
