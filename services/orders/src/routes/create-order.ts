import { create, draft, note, OrderBody, requireAuth, requireUser, validated } from '@ecommerce/shared';
import { Router } from 'express';
import { type Checkout, totalOf } from '../checkout.ts';
import { Order } from '../order.ts';
import { present } from '../present.ts';

export const createOrder = (checkout: Checkout): Router =>
  Router().post(
    '/api/orders',
    requireAuth,
    validated({ body: OrderBody }, async ({ body }, req, res) => {
      const lines = body.items ?? (await checkout.cartOf(req.get('cookie')));
      const items = await checkout.snapshot(lines);
      const order = await create(
        Order,
        {
          userId: requireUser(req).id,
          status: 'Created',
          items,
          total: totalOf(items),
          paymentId: null,
          history: [{ type: 'ordered', at: new Date(), reason: null, eventId: null }],
        },
        tellCreated,
      );
      note({ orderId: String(order._id) });
      res.status(201).json(present(order));
    }),
  );

const tellCreated = ({ _id, userId, status, items, total, version }: Order) => [
  draft('order:created', { id: String(_id), userId, status, items, total, version }),
];
