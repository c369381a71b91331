import express, { Router } from 'express';
import { dashboard } from '../dashboard.ts';
import { Fault, type Faults } from '../faults.ts';
import type { Store } from '../store.ts';

/** Routes that Stripe does not have: the dashboard, the ledger for tests, and fault injection. */
export function emulator(store: Store, faults: Faults): Router {
  const router = Router();
  router.get('/', (_req, res) => {
    res
      .set('Content-Security-Policy', "default-src 'none'; style-src 'unsafe-inline'")
      .type('html')
      .send(dashboard(store));
  });
  router.get(['/healthz', '/readyz'], (_req, res) => {
    res.json({ status: 'ready' });
  });
  router.get('/_emulator/ledger', (_req, res) => {
    res.json({ payment_intents: [...store.intents.values()], refunds: [...store.refunds.values()] });
  });
  router.post('/_emulator/faults', express.json(), (req, res) => {
    const fault = Fault.safeParse(req.body);
    if (!fault.success) return void res.status(400).json({ errors: fault.error.issues });
    faults.add(fault.data);
    res.status(201).json(fault.data);
  });
  router.delete('/_emulator/faults', (_req, res) => {
    faults.clear();
    res.json([]);
  });
  return router;
}
