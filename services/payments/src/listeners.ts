import { type Listener, listener } from '@ecommerce/service-kit/messaging';
import { bindLogFields } from '@ecommerce/service-kit/observability';
import { type AggregateStore, updateAggregate } from '@ecommerce/service-kit/persistence';
import { applyEvent } from './apply-event.ts';
import type { OrderPayment } from './order-payment.ts';
import { cancelOrder, upsertOrder } from './order-replica.ts';

/** What payments does with the events of orders, and with those of products about a payment. */
export const paymentListeners = (payments: AggregateStore<OrderPayment>): Listener[] => [
  listener('order:created', async (order) => {
    await upsertOrder(payments, order);
    bindLogFields({ result: 'the order can be paid' });
  }),
  listener('order:cancelled', async ({ id }) => {
    const { refund } = await cancelOrder(payments, id);
    bindLogFields({ result: refund ? 'the payment will be refunded' : 'no charge from now on' });
  }),
  listener('inventory:rejected', async ({ orderId, paymentId }) => {
    const { after } = await updateAggregate(payments, orderId, (current) =>
      current.charge?.paymentId === paymentId
        ? applyEvent(current, { kind: 'outOfStock' }, payments.clock)
        : undefined,
    );
    if (after?.charge?.paymentId !== paymentId)
      throw new Error(`there is no payment ${paymentId} of order ${orderId}`);
    bindLogFields({ result: 'the payment will be refunded' });
  }),
];
