import type { Order } from '@ecommerce/contracts';
import Link from 'next/link';
import { formatMoney } from '@/lib/money';
import { expiryStep, lastRefund } from '@/lib/order-status';
import { Notice } from './notice';

/** Outcome of a closed order. */
export function OrderNotice({ order }: { order: Order }) {
  const refund = lastRefund(order);
  if (refund?.reasonCode === 'out_of_stock')
    return (
      <Notice variant="warn">
        <p className="font-medium">Sorry, this was no longer available when your payment arrived.</p>
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
  const expired = expiryStep(order);
  if (expired)
    return (
      <Notice>
        <p className="font-medium">This order expired. {expired.reason}</p>
        <p>
          {order.history.some(({ type }) => type === 'paid')
            ? 'Your payment arrived too late. You will get a full refund.'
            : 'If one arrives later, you will get a full refund.'}{' '}
          <Link href="/cart" className="link">
            Go to your cart
          </Link>{' '}
          to place a new order.
        </p>
      </Notice>
    );
  if (order.status === 'Cancelled') return <Notice>This order was cancelled. You were not charged.</Notice>;
  return null;
}
