import { type Listener, listener } from '@ecommerce/service-kit/messaging';
import { bindLogFields } from '@ecommerce/service-kit/observability';
import { type AggregateStore, updateAggregate } from '@ecommerce/service-kit/persistence';
import { applyEvent } from './apply-event.ts';
import type { OrderPayment } from './order-payment.ts';
import { cancelOrder, upsertOrder } from './order-replica.ts';

/** Listeners for orders that are created or cancelled, and for payments without enough stock. */
export const paymentListeners = (payments: AggregateStore<OrderPayment>): Listener[] => [
  listener('order:created', async (order) => {
    await upsertOrder(payments, order, order.meta.occurredAt);
    bindLogFields({ result: 'the order can be paid' });
  }),
  listener('order:cancelled', async ({ id }) => {
    const { refund } = await cancelOrder(payments, id);
    bindLogFields({ result: refund ? 'the payment will be refunded' : 'the order can no longer be paid' });
  }),
  listener('inventory:rejected', async ({ orderId, paymentId }) => {
    const { after } = await updateAggregate(payments, orderId, (current) =>
      current.charge?.paymentId === paymentId
        ? applyEvent(current, { kind: 'outOfStock' }, payments.clock)
        : undefined,
    );
    if (after?.charge?.paymentId !== paymentId)
      throw new Error(`order ${orderId} has no payment ${paymentId}`);
    bindLogFields({ result: 'the payment will be refunded' });
  }),
];
