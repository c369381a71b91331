import type { Order } from '@ecommerce/shared/contracts';
import { statusOf } from '@/lib/order-words';

const looks = {
  good: 'bg-tint text-good',
  warn: 'bg-warn-tint text-warn',
  plain: 'bg-sunken text-soft',
};

export function StatusBadge({ order }: { order: Order }) {
  const { words, look } = statusOf(order);
  return (
    <span
      className={`inline-block rounded-full px-3 py-1 text-sm font-medium whitespace-nowrap ${looks[look]}`}
    >
      {words}
    </span>
  );
}
