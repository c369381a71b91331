import { IdParams, requireAuth, requireUser, validated } from '@ecommerce/shared';
import { Router } from 'express';
import { Order } from '../order.ts';
import { assertOwn } from '../own.ts';
import { present } from '../present.ts';

export const showOrder = (): Router =>
  Router().get(
    '/api/orders/:id',
    requireAuth,
    validated({ params: IdParams }, async ({ params }, req, res) => {
      res.json(present(assertOwn(await Order.findById(params.id).lean(), requireUser(req))));
    }),
  );
