import { Router } from 'express';
import type { Faults } from '../faults.ts';
import { type Act, idempotency } from '../idempotency.ts';
import { cancelIntent, confirmIntent, createIntent, findIntent } from '../intents.ts';
import { page, searchPage } from '../pagination.ts';
import {
  ConfirmIntent,
  CreateIntent,
  CreateRefund,
  ListQuery,
  parse,
  RefundQuery,
  SearchQuery,
} from '../params.ts';
import { createRefund, findRefund } from '../refunds.ts';
import type { Store } from '../store.ts';

/** The part of Stripe's API that the shop uses. */
export function v1(store: Store, faults: Faults): Router {
  const router = Router();
  const once = idempotency(store, faults);
  const post = (path: string, act: Act) => router.post(path, once(act));

  post('/v1/payment_intents', ({ body }) => createIntent(store, parse(CreateIntent, body)));
  post('/v1/payment_intents/:id/confirm', ({ params, body }) =>
    confirmIntent(
      store,
      findIntent(store, String(params.id)),
      parse(ConfirmIntent, body).payment_method_data?.card.token,
    ),
  );
  post('/v1/payment_intents/:id/cancel', ({ params }) =>
    cancelIntent(store, findIntent(store, String(params.id))),
  );
  post('/v1/refunds', ({ body }) => createRefund(store, parse(CreateRefund, body)));

  router.get('/v1/payment_intents', (req, res) => {
    res.json(page([...store.intents.values()], req.path, parse(ListQuery, req.query)));
  });
  router.get('/v1/payment_intents/search', (req, res) => {
    res.json(searchPage([...store.intents.values()], req.path, parse(SearchQuery, req.query)));
  });
  router.get('/v1/payment_intents/:id', (req, res) => {
    res.json(findIntent(store, req.params.id));
  });
  router.get('/v1/refunds', (req, res) => {
    const { payment_intent, ...query } = parse(RefundQuery, req.query);
    const all = payment_intent ? store.refundsOf(payment_intent) : [...store.refunds.values()];
    res.json(page(all, req.path, query));
  });
  router.get('/v1/refunds/:id', (req, res) => {
    res.json(findRefund(store, req.params.id));
  });
  return router;
}
