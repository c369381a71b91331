import { change, listener, note } from '@ecommerce/shared';
import { OrderPayment, refundDue } from '../order-payment.ts';

/** Somebody else bought the last pieces first: the money goes back. */
export const inventoryRejected = listener('inventory:rejected', async ({ orderId, paymentId }) => {
  const record = await change(OrderPayment, orderId, ({ charge, refund }) =>
    charge?.state === 'succeeded' && charge.paymentId === paymentId && !refund
      ? { set: refundDue('Not enough stock was left when the payment arrived') }
      : undefined,
  );
  if (record?.charge?.paymentId !== paymentId)
    throw new Error(`there is no payment ${paymentId} of order ${orderId}`);
  note({ did: 'the payment goes back' });
});
