import { type Order, toCents } from '@ecommerce/contracts';
import {
  type AggregateStore,
  insertAggregate,
  isDuplicateKey,
  updateAggregate,
} from '@ecommerce/service-kit/persistence';
import mongoose from 'mongoose';
import { applyEvent } from './apply-event.ts';
import { noAttempt } from './next-attempt.ts';
import type { OrderPayment } from './order-payment.ts';

type Payments = AggregateStore<OrderPayment>;
type OrderFields = Pick<OrderPayment, 'order' | 'cancelled'>;

/**
 * Stores the details of an order, if not yet stored, before or after `cancelOrder`.
 * @param placedAt when the order was placed, in ISO 8601
 * @returns the payment
 */
export const upsertOrder = (
  payments: Payments,
  { id, userId, total, items, status }: Pick<Order, 'id' | 'userId' | 'total' | 'items' | 'status'>,
  placedAt: string,
): Promise<OrderPayment> =>
  upsert(payments, id, {
    order: {
      userId,
      totalCents: toCents(total),
      items: items.map(({ productId, quantity }) => ({ productId, quantity })),
      placedAt: new Date(placedAt),
    },
    cancelled: status === 'Cancelled',
  });

/** Prevents future charges of an order and schedules the refund of a succeeded one. @returns the payment */
export const cancelOrder = (payments: Payments, orderId: string): Promise<OrderPayment> =>
  upsert(payments, orderId, { order: null, cancelled: true });

async function upsert(payments: Payments, orderId: string, fields: OrderFields): Promise<OrderPayment> {
  const initial = { attempt: 0, charge: null, refund: null, ...noAttempt };
  try {
    return await insertAggregate(payments, {
      _id: new mongoose.Types.ObjectId(orderId),
      ...initial,
      ...fields,
    });
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
  }
  const { after } = await updateAggregate(payments, orderId, (current) => ({
    set: {
      order: current.order ?? fields.order,
      cancelled: current.cancelled || fields.cancelled,
      ...(fields.cancelled && applyEvent(current, { kind: 'cancelled' }, payments.clock)?.set),
    },
  }));
  if (!after) throw new Error(`the record of order ${orderId} is missing`);
  return after;
}
