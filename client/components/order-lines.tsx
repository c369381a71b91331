import Link from 'next/link';
import { formatMoney, totalOf } from '@/lib/money';

interface OrderLine {
  productId: string;
  title: string;
  price: number;
  quantity: number;
}

/** Lines of an order or a cart, with their total. */
export const OrderLines = ({ lines }: { lines: OrderLine[] }) => (
  <>
    <ul className="divide-y divide-line px-5 sm:px-6">
      {lines.map((line) => (
        <li key={line.productId} className="flex justify-between gap-4 py-4">
          <span className="min-w-0 wrap-anywhere">
            <Link
              href={`/products/${line.productId}`}
              prefetch={false}
              className="rounded-sm hover:underline"
            >
              {line.title}
            </Link>
            <span className="block text-sm text-soft tabular-nums">
              {line.quantity} × {formatMoney(line.price)}
            </span>
          </span>
          <span className="shrink-0 tabular-nums">{formatMoney(totalOf([line]))}</span>
        </li>
      ))}
    </ul>
    <p className="flex items-baseline justify-between gap-4 border-t border-line px-5 py-4 sm:px-6">
      <span>Total</span>
      <span className="text-xl font-semibold tabular-nums">{formatMoney(totalOf(lines))}</span>
    </p>
  </>
);
