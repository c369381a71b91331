import {
  PageQuery,
  pageWindow,
  requireAuth,
  requireUser,
  setPageHeaders,
  validated,
} from '@ecommerce/shared';
import { Router } from 'express';
import { Order } from '../order.ts';
import { present } from '../present.ts';

export const listOrders = (): Router =>
  Router().get(
    '/api/orders',
    requireAuth,
    validated({ query: PageQuery }, async ({ query }, req, res) => {
      const own = { userId: requireUser(req).id };
      const { skip, limit } = pageWindow(query);
      const [orders, total] = await Promise.all([
        Order.find(own).sort({ createdAt: -1, _id: -1 }).skip(skip).limit(limit).lean(),
        Order.countDocuments(own),
      ]);
      setPageHeaders(req, res, query, total);
      res.json(orders.map(present));
    }),
  );
