import type { Order } from '@ecommerce/contracts';
import { orderStatus } from '@/lib/order-status';

const variants = {
  good: 'bg-tint text-good',
  warn: 'bg-warn-tint text-warn',
  plain: 'bg-sunken text-soft',
};

export function StatusBadge({ order }: { order: Order }) {
  const { label, variant } = orderStatus(order);
  return (
    <span
      className={`inline-block rounded-full px-3 py-1 text-sm font-medium whitespace-nowrap ${variants[variant]}`}
    >
      {label}
    </span>
  );
}
