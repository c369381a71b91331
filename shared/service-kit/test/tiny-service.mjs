import { defineAggregate } from '@ecommerce/service-kit/persistence';
import { baseEnv, busEnv, defineService, runService, sessionEnv } from '@ecommerce/service-kit/runtime';
import { z } from 'zod';

const fail = () => {
  throw new Error('broken');
};

/** @type {Record<string, { start?: () => void; stop?: () => void }>} */
const failures = {
  'uncaught exception': { start: () => setImmediate(fail) },
  'unhandled rejection': { start: () => void Promise.reject(new Error('broken')) },
  'failed start': { start: fail },
  'failed stop': { stop: () => setImmediate(fail) },
};

/** Runs a service as a separate process that fails as `FAILURE` says. */
await runService(
  defineService({
    name: 'tiny',
    env: z.object({
      ...baseEnv,
      ...sessionEnv,
      ...busEnv,
      FAILURE: z.enum(Object.keys(failures)).optional(),
    }),
    routes: [],
    setUp({ config, aggregates }) {
      // Gives the service heartbeats and recovery, as every service with events has.
      aggregates(defineAggregate('Thing', {}));
      const { start = () => {}, stop = () => {} } = failures[config.FAILURE ?? ''] ?? {};
      return { deps: {}, workers: [{ start, stop: async () => stop() }] };
    },
  }),
);
