import express, { type ErrorRequestHandler, type Express } from 'express';
import { authenticate } from './auth.ts';
import { invalid, StripeError } from './errors.ts';
import type { Faults } from './faults.ts';
import { rejectForeignHosts } from './hosts.ts';
import { newId } from './objects.ts';
import { emulator } from './routes/emulator.ts';
import { v1 } from './routes/v1.ts';
import type { Store } from './store.ts';

export function createApp(store: Store, faults: Faults, secretKey: string): Express {
  const app = express();
  app.disable('x-powered-by');
  // Stripe encodes nested parameters as `a[b][c]=1`, in bodies and in queries.
  app.set('query parser', 'extended');
  app.use((_req, res, next) => {
    res.set('Request-Id', newId('req'));
    next();
  });
  app.use(rejectForeignHosts);
  app.use(emulator(store, faults));
  app.use('/v1', authenticate(secretKey), express.urlencoded({ extended: true, limit: '100kb' }));
  app.use(v1(store, faults));
  // In Compose, this container can get the IP address of a service while both restart.
  app.use('/api', (_req, res) => {
    const errors = [{ code: 'unavailable', message: 'This is the Stripe emulator. Try again in a moment.' }];
    res.status(503).set('Retry-After', '2').json({ errors });
  });
  app.use((req) => {
    throw invalid(`Unrecognized request URL (${req.method}: ${req.path}).`, undefined, undefined, 404);
  });
  app.use(onError);
  return app;
}

const onError: ErrorRequestHandler = (error, _req, res, _next) => {
  if (error instanceof StripeError) return void res.status(error.status).json({ error: error.body });
  if (error instanceof Error && 'status' in error && Number(error.status) < 500)
    return void res.status(400).json({ error: { type: 'invalid_request_error', message: error.message } });
  console.error(error);
  res.status(500).json({ error: { type: 'api_error', message: 'The emulator failed; see its log.' } });
};
