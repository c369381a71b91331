import express, {
  type Express,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import helmet, { type HelmetOptions } from 'helmet';
import { pinoHttp } from 'pino-http';
import { currentLogFields, currentTraceId, traceparentOf, withTrace } from '../observability/log-context.ts';
import type { Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import { denyCaching } from './cache-control.ts';
import { normalizeCharset } from './charset.ts';
import { rejectCrossOrigin } from './cross-origin.ts';
import { errorHandler, notFound } from './error-handler.ts';
import { FairUse } from './fair-use.ts';
import { rejectUnknownMethods } from './methods.ts';
import type { Sessions } from './session.ts';
import { dropAmbiguousSession } from './session-cookie.ts';
import { endStalledBodies } from './stalled-bodies.ts';

export interface AppParts {
  log: Logger;
  metrics: Metrics;
  sessions: Pick<Sessions, 'cookie'>;
  /** Whether browsers reach the shop on HTTPS. */
  secure: boolean;
  /** Returns the names of the dependencies that are not ready, for `/readyz`. */
  notReady: () => Promise<string[]>;
  /** Limits of requests; the default ones if absent. */
  fairUse?: FairUse;
}

/**
 * Builds the Express app of a service: health checks, metrics, tracing, logging, security headers,
 * the rules for methods and origins, sessions, limits, routes.
 * @param paths paths of the routes in `router`
 */
export function createServiceApp(
  { log, metrics, sessions, secure, notReady, fairUse = new FairUse() }: AppParts,
  router: Router,
  paths: string[],
): Express {
  const app = express();
  app.disable('x-powered-by');
  // Trusts the gateway, which is on this machine or in the same private network.
  app.set('trust proxy', 'loopback, linklocal, uniquelocal');
  app.get('/healthz', (_req, res) => void res.json({ status: 'alive' }));
  app.get('/readyz', async (_req, res) => {
    const missing = await notReady();
    if (missing.length === 0) res.json({ status: 'ready' });
    else res.status(503).json({ status: 'not ready', notReady: missing });
  });
  app.get('/metrics', metrics.serve);
  app.use(trace);
  app.use(logRequests(log));
  app.use(metrics.measureRequests);
  app.use(helmet(securityHeaders));
  app.use(denyCaching);
  app.use(endStalledBodies());
  app.use(fairUse.limitPlaces);
  app.use(rejectUnknownMethods);
  app.use(rejectCrossOrigin(secure));
  app.use(normalizeCharset);
  app.use(express.json({ limit: '100kb' }));
  app.use(dropAmbiguousSession(secure));
  app.use(sessions.cookie);
  app.use(router);
  app.use(notFound(paths));
  app.use(errorHandler(log));
  return app;
}

const securityHeaders: HelmetOptions = {
  // Responses are data: opened as a page, one may load nothing and be part of no other page.
  contentSecurityPolicy: {
    useDefaults: false,
    // `default-src` does not apply to the last three.
    directives: {
      defaultSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  xFrameOptions: { action: 'deny' },
  // The gateway decides about HSTS, since it knows the public host name.
  strictTransportSecurity: false,
};

const trace: RequestHandler = (req, res, next) =>
  withTrace(req.get('traceparent') ?? traceparentOf(req.get('x-request-id')), () => {
    res.set('X-Request-Id', currentTraceId());
    res.locals.logFields = currentLogFields();
    next();
  });

const logRequests = (log: Logger) => {
  // Passed explicitly, because a request that its client aborts ends outside of its trace.
  const withLogFields = ({ currentUser }: Request, { locals }: Response, line: object) => ({
    ...locals.logFields,
    ...(currentUser && { userId: currentUser.id }),
    ...(locals.errorCode && { errorCode: locals.errorCode }),
    ...line,
  });
  return pinoHttp<Request, Response>({
    logger: log,
    customLogLevel: levelOf,
    customSuccessObject: withLogFields,
    customErrorObject: (req, res, _error, line) => withLogFields(req, res, line),
    wrapSerializers: true,
    serializers,
  });
};

const levelOf = (_req: unknown, res: { statusCode: number }) => (res.statusCode >= 500 ? 'warn' : 'info');

const serializers = {
  req: (req: { method: string; url: string }) => ({ method: req.method, url: req.url }),
  res: (res: { statusCode: number }) => ({ status: res.statusCode }),
};
