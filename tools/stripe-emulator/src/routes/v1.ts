import { Router } from 'express';
import type { Faults } from '../faults.ts';
import { idempotency } from '../idempotency.ts';
import { createIntent } from '../intents.ts';
import { paginate } from '../pagination.ts';
import { CreateIntent, CreateRefund, IntentQuery, parse, RefundQuery } from '../params.ts';
import { createRefund } from '../refunds.ts';
import type { Store } from '../store.ts';

/** The part of Stripe's API that the shop uses. */
export function v1(store: Store, faults: Faults): Router {
  const idempotent = idempotency(store, faults);
  const router = Router();
  router.post(
    '/v1/payment_intents',
    idempotent((body, save) => createIntent(parse(CreateIntent, body), save)),
  );
  router.post(
    '/v1/refunds',
    idempotent((body, save) => createRefund(store, parse(CreateRefund, body), save)),
  );
  router.get('/v1/payment_intents', (req, res) => {
    res.json(paginate([...store.intents.values()], req.path, parse(IntentQuery, req.query)));
  });
  router.get('/v1/refunds', (req, res) => {
    const { payment_intent, limit } = parse(RefundQuery, req.query);
    res.json(paginate(store.refundsOf(payment_intent), req.path, { limit }));
  });
  return router;
}
