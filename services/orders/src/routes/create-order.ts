import {
  create,
  draft,
  note,
  OrderBody,
  OrderHeaders,
  requireAuth,
  requireUser,
  validated,
} from '@ecommerce/shared';
import { Router } from 'express';
import { type Checkout, totalOf } from '../checkout.ts';
import { once } from '../once.ts';
import { Order } from '../order.ts';
import { present } from '../present.ts';

export const createOrder = (checkout: Checkout): Router =>
  Router().post(
    '/api/orders',
    requireAuth,
    validated({ headers: OrderHeaders, body: OrderBody }, async ({ headers, body }, req, res) => {
      const { id: userId } = requireUser(req);
      const order = await once(headers['idempotency-key'], userId, body.items, async (_id) => {
        const items = await checkout.snapshot(body.items ?? (await checkout.cartOf(req.get('cookie'))));
        return create(
          Order,
          {
            _id,
            userId,
            status: 'Created',
            items,
            total: totalOf(items),
            paymentId: null,
            history: [{ type: 'ordered', at: new Date(), reason: null, eventId: null }],
          },
          tellCreated,
        );
      });
      note({ orderId: String(order._id) });
      res.status(201).json(present(order));
    }),
  );

const tellCreated = ({ _id, userId, status, items, total, version }: Order) => [
  draft('order:created', { id: String(_id), userId, status, items, total, version }),
];
