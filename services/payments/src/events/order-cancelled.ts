import { change, listener, note } from '@ecommerce/shared';
import { OrderPayment, refundDue } from '../order-payment.ts';
import { learn } from '../orders.ts';

/** No charge from now on. One that was made goes back; one under way sees the cancellation when it ends. */
export const orderCancelled = listener('order:cancelled', async ({ id }) => {
  await learn(id, { cancelled: true });
  const record = await change(OrderPayment, id, ({ charge, refund }) =>
    charge?.state === 'succeeded' && !refund ? { set: refundDue('The order was cancelled') } : undefined,
  );
  if (!record) throw new Error(`the record of order ${id} is gone`);
  note({ did: record.refund ? 'the payment goes back' : 'no charge from now on' });
});
