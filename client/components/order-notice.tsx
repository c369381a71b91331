import type { Order } from '@ecommerce/contracts';
import { formatMoney } from '@/lib/money';
import { lastRefund } from '@/lib/order-status';
import { Notice } from './notice';

/** The outcome of a closed order. */
export function OrderNotice({ order }: { order: Order }) {
  const refund = lastRefund(order);
  if (refund?.reasonCode === 'out_of_stock')
    return (
      <Notice variant="warn">
        <p className="font-medium">Sorry, somebody was a moment faster.</p>
        <p>
          The stock ran out just before your payment arrived, so we have returned the full{' '}
          {formatMoney(order.total)} to your card. You have nothing to do; it can take a few days until your
          bank shows it.
        </p>
      </Notice>
    );
  if (refund)
    return (
      <Notice>
        <p className="font-medium">Your {formatMoney(order.total)} went back to your card.</p>
        <p>It can take a few days until your bank shows it.</p>
      </Notice>
    );
  if (order.status === 'Complete')
    return (
      <Notice variant="good">
        <p className="font-medium">Thank you! Your payment of {formatMoney(order.total)} has arrived.</p>
        <p>The order is complete.</p>
      </Notice>
    );
  if (order.status === 'Cancelled')
    return <Notice>This order is cancelled. Nothing is charged for it.</Notice>;
  return null;
}
