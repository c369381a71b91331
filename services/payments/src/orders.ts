import { change, create, fetchJson, isDuplicateKey, Order, toCents } from '@ecommerce/shared';
import mongoose from 'mongoose';
import { type OrderDetails, OrderPayment } from './order-payment.ts';

type Known = Partial<Pick<OrderPayment, 'order' | 'cancelled'>>;

/**
 * Notes what was learned about an order; details and a cancellation stay once they are known. Safe in any order.
 * @throws Error when the record is neither new nor there: what was learned must not pass for noted
 */
export async function learn(orderId: string, known: Known): Promise<void> {
  const blank = { order: null, cancelled: false, attempt: 0, charge: null, refund: null, due: null };
  const fields = { _id: new mongoose.Types.ObjectId(orderId), ...blank, ...known };
  try {
    await create(OrderPayment, fields);
  } catch (error) {
    if (!isDuplicateKey(error)) throw error;
    const record = await change(OrderPayment, orderId, (current) => {
      const order = current.order ?? known.order ?? null;
      const cancelled = current.cancelled || (known.cancelled ?? false);
      return order === current.order && cancelled === current.cancelled
        ? undefined
        : { set: { order, cancelled } };
    });
    if (!record) throw new Error(`the record of order ${orderId} is gone`);
  }
}

export const detailsOf = ({
  userId,
  total,
  items,
}: Pick<Order, 'userId' | 'total' | 'items'>): OrderDetails => ({
  userId,
  totalCents: toCents(total),
  items: items.map(({ productId, quantity }) => ({ productId, quantity })),
});

/** Reads an order that this service has not heard of yet, as its buyer. */
export class OrdersClient {
  private readonly url: string;

  constructor(url: string) {
    this.url = url;
  }

  /** @throws NotFound, NotAuthorized or Unavailable, as orders answers */
  async learn(orderId: string, cookie: string | undefined): Promise<void> {
    const order = await fetchJson(`${this.url}/api/orders/${orderId}`, Order, { cookie });
    await learn(orderId, { order: detailsOf(order), cancelled: order.status === 'Cancelled' });
  }
}
