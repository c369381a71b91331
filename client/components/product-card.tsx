import type { Product } from '@ecommerce/contracts';
import Link from 'next/link';
import { formatMoney } from '@/lib/money';
import { SquareImage } from './square-image';

/** Stock warning for buyers; null if stock is not low. */
export const stockLabel = (quantity: number): string | null =>
  quantity === 0 ? 'Sold out' : quantity <= 5 ? `Only ${quantity} left` : null;

export function ProductCard({ product, eager }: { product: Product; eager: boolean }) {
  const { id, title, price, quantity, imageUrl } = product;
  const stock = stockLabel(quantity);
  return (
    <li className="group relative flex flex-col">
      <SquareImage
        src={imageUrl}
        eager={eager}
        className={`rounded-xl border border-line ${quantity === 0 ? 'opacity-60' : ''}`}
      />
      <h2 className="product-title">
        <Link href={`/products/${id}`} prefetch={false} className="product-link">
          {title}
        </Link>
      </h2>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-3">
        <span className="font-semibold tabular-nums">{formatMoney(price)}</span>
        {stock && <span className={`text-sm ${quantity === 0 ? 'text-soft' : 'text-warn'}`}>{stock}</span>}
      </p>
    </li>
  );
}
