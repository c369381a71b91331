export { Bulkhead } from './bulkhead.ts';
export { type Clock, systemClock } from './clock.ts';
export {
  type BaseConfig,
  type BusConfig,
  baseEnv,
  busEnv,
  configError,
  httpUrl,
  parseEnv,
  privateKey,
  sessionEnv,
} from './config.ts';
export { Poller } from './poller.ts';
export { type RetryOptions, retry } from './retry.ts';
export { runService } from './run.ts';
export { defineService, Service, type ServiceDefinition } from './service.ts';
export { untilDone } from './until-done.ts';
export type { Worker } from './worker.ts';
