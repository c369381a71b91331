'use client';

import { MAX_QUANTITY } from '@ecommerce/contracts/limits';
import Link from 'next/link';
import { obstacleOf } from '@/lib/cart-obstacle';
import type { GuestLine } from '@/lib/guest-cart';
import { formatMoney, totalOf } from '@/lib/money';
import { Empty } from './notice';
import { QuantityField } from './quantity-field';
import { SquareImage } from './square-image';

export type CartLine = GuestLine & {
  /** Units in stock; undefined while unknown. */
  available?: number;
  /** Whether its seller has removed the product. */
  removed?: boolean;
};

interface CartLinesProps {
  lines: CartLine[];
  onChange: (productId: string, quantity: number) => void;
  children: React.ReactNode;
}

export function CartLines({ lines, onChange, children }: CartLinesProps) {
  if (lines.length === 0)
    return (
      <Empty title="Your cart is empty" links={[{ href: '/', label: 'Browse products' }]}>
        Products you add will appear here.
      </Empty>
    );
  const obstacle = obstacleOf(lines);
  return (
    <div className="grid items-start gap-8 lg:grid-cols-[1fr_20rem]">
      <ul className="panel divide-y divide-line">
        {lines.map((line, index) => (
          <Line
            key={line.productId}
            line={line}
            onChange={(quantity) => onChange(line.productId, quantity)}
            onChangeAndFocus={(quantity) => {
              onChange(line.productId, quantity);
              requestAnimationFrame(() => focusLine(index));
            }}
          />
        ))}
      </ul>
      <section aria-label="Summary" className="panel p-5 lg:sticky lg:top-24">
        <p className="mb-4 flex items-baseline justify-between gap-4" aria-live="polite">
          <span>Total</span>
          <span className="text-xl font-semibold tabular-nums">{formatMoney(totalOf(lines))}</span>
        </p>
        {obstacle ? (
          <>
            <button type="button" disabled className="button-primary w-full">
              Check out
            </button>
            <p className="mt-3 text-sm text-warn">
              {obstacle === 'removed'
                ? 'Some products are no longer available. Remove them to check out.'
                : 'Some products are no longer in stock in the quantity you chose. Change or remove them to check out.'}
            </p>
          </>
        ) : (
          children
        )}
      </section>
    </div>
  );
}

/** Moves the keyboard focus to the next line after the pressed button was removed with its line. */
function focusLine(index: number): void {
  const buttons = document.querySelectorAll<HTMLElement>('[data-remove]');
  const next = buttons[index] ?? buttons[buttons.length - 1] ?? document.querySelector<HTMLElement>('h1');
  next?.focus();
}

interface LineProps {
  line: CartLine;
  onChange: (quantity: number) => void;
  onChangeAndFocus: (quantity: number) => void;
}

function Line({ line, onChange, onChangeAndFocus }: LineProps) {
  const { productId, title, price, quantity, imageUrl, available: stock, removed } = line;
  return (
    <li className="flex gap-4 p-4">
      <SquareImage src={imageUrl} className="size-16 shrink-0 rounded-lg sm:size-24" />
      <div className="flex min-w-0 flex-1 flex-col gap-2">
        <h2 className="font-sans text-base font-medium tracking-normal wrap-anywhere">
          {removed ? (
            title
          ) : (
            <Link href={`/products/${productId}`} prefetch={false} className="rounded-sm hover:underline">
              {title}
            </Link>
          )}
        </h2>
        <p className="flex flex-wrap justify-between gap-x-4 tabular-nums">
          <span className="text-soft">{formatMoney(price)} each</span>
          <span className="font-semibold">{formatMoney(totalOf([line]))}</span>
        </p>
        {removed || stock === 0 ? (
          <p className="font-medium text-bad" role="status">
            {removed ? 'No longer available: the seller removed it.' : 'Sold out'}
          </p>
        ) : stock !== undefined && stock < quantity ? (
          <p className="text-warn" role="status">
            Only {stock} left.{' '}
            <button type="button" className="link" onClick={() => onChangeAndFocus(stock)}>
              Change to {stock}
            </button>
          </p>
        ) : null}
        <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
          {stock !== 0 && (
            <QuantityField
              value={quantity}
              max={stock ?? MAX_QUANTITY}
              onChange={onChange}
              label={`Quantity of ${title}`}
              labelHidden
            />
          )}
          <button
            type="button"
            data-remove
            className="link min-h-11 px-1"
            onClick={() => onChangeAndFocus(0)}
          >
            Remove<span className="sr-only"> {title}</span>
          </button>
        </div>
      </div>
    </li>
  );
}
