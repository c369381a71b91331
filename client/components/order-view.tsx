'use client';

import type { Order } from '@ecommerce/contracts';
import { isOpen, orderNumber } from '@/lib/order-status';
import { useLiveOrder } from '@/lib/use-live-order';
import { CancelOrder } from './cancel-order';
import { FormErrors } from './form-errors';
import { Heading } from './heading';
import { OrderLines } from './order-lines';
import { OrderNotice } from './order-notice';
import { PayForm } from './pay-form';
import { StatusBadge } from './status-badge';
import { Timeline } from './timeline';
import { useCartAfterPayment } from './use-cart-after-payment';

interface Props {
  initialOrder: Order;
  stripeKey: string | null;
  /** When the order expires if it is unpaid, in ISO 8601. */
  payBefore: string;
}

export function OrderView({ initialOrder, stripeKey, payBefore }: Props) {
  const { order, update, refresh, denied } = useLiveOrder(initialOrder);
  useCartAfterPayment(order, initialOrder.status !== 'Complete' && order.status === 'Complete');
  return (
    <>
      <Heading title={`Order ${orderNumber(order.id)}`}>
        <StatusBadge order={order} />
      </Heading>
      <div role="status" className="empty:hidden">
        <OrderNotice order={order} />
      </div>
      <FormErrors failure={denied} path={`/orders/${order.id}`} />
      <div className="mt-6 grid items-start gap-8 lg:grid-cols-[1fr_22rem]">
        <div className="flex flex-col gap-8">
          {isOpen(order) && (
            <section aria-labelledby="payment" className="panel p-5 sm:p-6">
              <h2 id="payment" className="mb-4 text-xl">
                Payment
              </h2>
              <PayForm order={order} stripeKey={stripeKey} payBefore={payBefore} onChange={refresh} />
            </section>
          )}
          <section aria-labelledby="items" className="panel">
            <h2 id="items" className="px-5 pt-5 text-xl sm:px-6">
              Items
            </h2>
            <OrderLines
              lines={order.items.map(({ titleSnapshot: title, priceSnapshot: price, ...line }) => ({
                ...line,
                title,
                price,
              }))}
            />
          </section>
        </div>
        <div className="flex flex-col gap-6">
          <section aria-labelledby="timeline" className="panel p-5 sm:p-6">
            <h2 id="timeline" className="mb-5 text-xl">
              Order history
            </h2>
            <Timeline order={order} />
          </section>
          {isOpen(order) && <CancelOrder order={order} onCancelled={update} onFailed={refresh} />}
        </div>
      </div>
    </>
  );
}
