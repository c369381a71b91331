import {
  BadRequest,
  HttpError,
  NotAuthorized,
  note,
  type Payment,
  PaymentBody,
  requireAuth,
  requireUser,
  Unavailable,
  validated,
} from '@ecommerce/shared';
import { Router } from 'express';
import type { Attempt, Cashier } from '../cashier.ts';
import { OrderPayment } from '../order-payment.ts';
import type { OrdersClient } from '../orders.ts';

export const createPayment = (cashier: Cashier, orders: OrdersClient): Router =>
  Router().post(
    '/api/payments',
    requireAuth,
    validated({ body: PaymentBody }, async ({ body: { orderId, token } }, req, res) => {
      note({ orderId });
      const known = await OrderPayment.findById(orderId).lean();
      if (!known?.order) await orders.learn(orderId, req.get('cookie'));
      const record = await OrderPayment.findById(orderId).orFail().lean();
      if (record.order?.userId !== requireUser(req).id) throw new NotAuthorized('This order is not yours');
      const attempt = await cashier.pay(orderId, token);
      res.status(201).json(present(attempt));
    }),
  );

/** @throws HttpError when the attempt did not end in a payment */
function present({ outcome, record }: Attempt): Payment {
  if (outcome.kind === 'declined') throw new HttpError(402, [{ message: outcome.reason, field: 'token' }]);
  if (outcome.kind === 'refused') throw new BadRequest(outcome.reason, 'token');
  if (outcome.kind === 'turnedAway' || outcome.kind === 'unknown')
    throw new Unavailable(
      'It is not known yet whether the payment went through; look at the order before trying again',
    );
  if (record.refund) throw new BadRequest('The order was cancelled meanwhile; the payment is given back');
  return { id: record.charge?.paymentId ?? '', orderId: String(record._id), stripeId: outcome.stripeId };
}
