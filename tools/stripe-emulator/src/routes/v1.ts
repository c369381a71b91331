import { Router } from 'express';
import type { Books } from '../books.ts';
import type { Faults } from '../faults.ts';
import { type Act, idempotency } from '../idempotency.ts';
import { cancelIntent, confirmIntent, createIntent, findIntent } from '../intents.ts';
import { page, searchPage } from '../lists.ts';
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

/** The part of Stripe's API that the shop uses. */
export function v1(books: Books, faults: Faults): Router {
  const router = Router();
  const once = idempotency(books, faults);
  const post = (path: string, act: Act) => router.post(path, once(act));

  post('/v1/payment_intents', ({ body }) => createIntent(books, parse(CreateIntent, body)));
  post('/v1/payment_intents/:id/confirm', ({ params, body }) =>
    confirmIntent(
      books,
      findIntent(books, String(params.id)),
      parse(ConfirmIntent, body).payment_method_data?.card.token,
    ),
  );
  post('/v1/payment_intents/:id/cancel', ({ params }) =>
    cancelIntent(books, findIntent(books, String(params.id))),
  );
  post('/v1/refunds', ({ body }) => createRefund(books, parse(CreateRefund, body)));

  router.get('/v1/payment_intents', (req, res) => {
    res.json(page([...books.intents.values()], req.path, parse(ListQuery, req.query)));
  });
  router.get('/v1/payment_intents/search', (req, res) => {
    res.json(searchPage([...books.intents.values()], req.path, parse(SearchQuery, req.query)));
  });
  router.get('/v1/payment_intents/:id', (req, res) => {
    res.json(findIntent(books, req.params.id));
  });
  router.get('/v1/refunds', (req, res) => {
    const { payment_intent, ...query } = parse(RefundQuery, req.query);
    const all = payment_intent ? books.refundsOf(payment_intent) : [...books.refunds.values()];
    res.json(page(all, req.path, query));
  });
  router.get('/v1/refunds/:id', (req, res) => {
    res.json(findRefund(books, req.params.id));
  });
  return router;
}
