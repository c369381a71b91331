import { change, IdParams, note, requireAuth, requireUser, validated } from '@ecommerce/shared';
import { Router } from 'express';
import { Order, tellCancelled, whenCancelled } from '../order.ts';
import { assertOwn } from '../own.ts';
import { present } from '../present.ts';

export const cancelOrder = (): Router =>
  Router().delete(
    '/api/orders/:id',
    requireAuth,
    validated({ params: IdParams }, async ({ params }, req, res) => {
      note({ orderId: params.id });
      const user = requireUser(req);
      const order = await change(Order, params.id, (current) => {
        const step = whenCancelled(assertOwn(current, user));
        if (!step.status) return;
        const entry = { type: 'cancelled' as const, at: new Date(), reason: null, eventId: null };
        return {
          set: { ...step, history: [...current.history, entry] },
          emit: (after: Order) => [tellCancelled(after)],
        };
      });
      res.json(present(assertOwn(order, user)));
    }),
  );
