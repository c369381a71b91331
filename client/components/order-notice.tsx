import type { Order } from '@ecommerce/contracts';
import { formatMoney } from '@/lib/money';
import { lastRefund } from '@/lib/order-status';
import { Notice } from './notice';

/** Outcome of a closed order. */
export function OrderNotice({ order }: { order: Order }) {
  const refund = lastRefund(order);
  if (refund?.reasonCode === 'out_of_stock')
    return (
      <Notice variant="warn">
        <p className="font-medium">Sorry, this sold out just before your payment arrived.</p>
        <p>
          We refunded the full {formatMoney(order.total)} to your card. It may take a few days to appear on
          your statement.
        </p>
      </Notice>
    );
  if (refund)
    return (
      <Notice>
        <p className="font-medium">We refunded {formatMoney(order.total)} to your card.</p>
        <p>It may take a few days to appear on your statement.</p>
      </Notice>
    );
  if (order.status === 'Complete')
    return (
      <Notice variant="good">
        <p className="font-medium">Thank you! We received your payment of {formatMoney(order.total)}.</p>
        <p>Your order is complete.</p>
      </Notice>
    );
  if (order.status === 'Cancelled') return <Notice>This order was cancelled. You were not charged.</Notice>;
  return null;
}
