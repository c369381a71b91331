import { setTimeout as sleep } from 'node:timers/promises';
import { type HttpServer, listenHttp } from '../http/server.ts';
import type { BaseConfig } from './config.ts';
import { type ShutdownPhase, shutDown } from './lifecycle.ts';
import { Service, type ServiceDefinition } from './service.ts';

const REQUEST_GRACE_MS = 7000;
/** Milliseconds for a shutdown after its drain; then the process ends as in a crash, with work in flight stored. */
const SHUTDOWN_BUDGET_MS = 8500;

/**
 * Runs a service as this process, and shuts it down gracefully on SIGTERM, SIGINT or an uncaught error. HTTP is up
 * immediately, so that a missing dependency shows as `/readyz` 503 instead of a crash loop.
 */
export async function runService<Config extends BaseConfig, Deps>(
  definition: ServiceDefinition<Config, Deps>,
): Promise<void> {
  const service = new Service(definition);
  const { config, log } = service;
  const http = await listenHttp(service.app, config.HOST, config.PORT).catch((error: Error) => {
    log.fatal(error.message);
    process.exit(1);
  });
  const stop = once(async (cause: object) => {
    log.info(cause, 'shutting down');
    const code = await shutDown(phases(service, http), config.DRAIN_MS + SHUTDOWN_BUDGET_MS, log);
    log.info('stopped');
    process.exit(process.exitCode || code);
  });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop({ signal }));
  for (const fatal of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(fatal, (err: unknown) => {
      log.fatal({ err }, fatal === 'uncaughtException' ? 'uncaught exception' : 'unhandled rejection');
      // Set here, because a shutdown may already be in progress.
      process.exitCode = 1;
      stop({ fatal });
    });
  log.info({ host: config.HOST, port: http.port }, 'HTTP server listening');
  await service.start();
}

const phases = <Config extends BaseConfig, Deps>(
  service: Service<Config, Deps>,
  http: HttpServer,
): ShutdownPhase[] => [
  {
    name: 'drain',
    run: async () => {
      http.drain();
      await sleep(service.config.DRAIN_MS);
    },
  },
  { name: 'stop intake', run: () => Promise.all([http.stop(REQUEST_GRACE_MS), service.stopIntake()]) },
  { name: 'flush', run: () => service.flush() },
  { name: 'disconnect', run: () => service.disconnect() },
];

function once<A extends unknown[]>(action: (...args: A) => unknown): (...args: A) => void {
  let done = false;
  return (...args) => {
    if (done) return;
    done = true;
    action(...args);
  };
}
