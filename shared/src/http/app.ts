import express, {
  type Express,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import type { BaseConfig } from '../config.ts';
import { currentNotes, currentTraceId, traceparentOf, withTrace } from '../context.ts';
import { errorHandler, notFound } from '../errors/error-handler.ts';
import type { Logger } from '../logger.ts';
import { measureRequests, serveMetrics } from '../metrics.ts';
import { currentUser, sessionCookie } from './session.ts';

export interface AppParts {
  config: Pick<BaseConfig, 'JWT_KEY' | 'SESSION_MAX_AGE_SECONDS' | 'COOKIE_SECURE'>;
  log: Logger;
  /** What `/readyz` asks. */
  isReady?: () => Promise<boolean>;
}

/** The Express app that all services share; a service brings its routes. Does no I/O. */
export function createServiceApp(
  { config, log, isReady = async () => true }: AppParts,
  routes: Router[],
): Express {
  const app = express();
  app.disable('x-powered-by');
  // The gateway stands in front, on this machine or in the same private network.
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.get('/healthz', (_req, res) => void res.json({ status: 'alive' }));
  app.get('/readyz', async (_req, res) => {
    const ready = await isReady();
    res.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'not ready' });
  });
  app.get('/metrics', serveMetrics);
  app.use(trace);
  app.use(logRequests(log));
  app.use(measureRequests);
  // Whether browsers may insist on HTTPS is for the gateway to say, which knows the public name.
  app.use(helmet({ strictTransportSecurity: false }));
  app.use(express.json({ limit: '100kb' }));
  app.use(sessionCookie(config));
  app.use(currentUser(config));
  for (const route of routes) app.use(route);
  app.use(notFound(routes));
  app.use(errorHandler(log));
  return app;
}

const trace: RequestHandler = (req, res, next) =>
  withTrace(req.get('traceparent') ?? traceparentOf(req.get('x-request-id')), () => {
    res.set('X-Request-Id', currentTraceId());
    res.locals.notes = currentNotes();
    next();
  });

const logRequests = (log: Logger) => {
  // Said outright: an answer that nobody waits for any more ends outside of its trace.
  const withNotes = (_req: unknown, res: Response, line: object) => ({ ...res.locals.notes, ...line });
  return pinoHttp<Request, Response>({
    logger: log,
    customLogLevel: levelOf,
    customSuccessObject: withNotes,
    customErrorObject: (req, res, _error, line) => withNotes(req, res, line),
    wrapSerializers: true,
    serializers: briefly,
  });
};

const levelOf = (_req: unknown, res: { statusCode: number }) => (res.statusCode >= 500 ? 'warn' : 'info');

const briefly = {
  req: (req: { method: string; url: string }) => ({ method: req.method, url: req.url }),
  res: (res: { statusCode: number }) => ({ status: res.statusCode }),
};
