import { defineAggregate } from '@ecommerce/service-kit/persistence';
import { baseEnv, busEnv, defineService, runService } from '@ecommerce/service-kit/runtime';
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

/** A service as a process of its own, which fails as FAILURE says. */
await runService(
  defineService({
    name: 'tiny',
    env: z.object({ ...baseEnv, ...busEnv, FAILURE: z.enum(Object.keys(failures)).optional() }),
    routes: [],
    setUp({ config, aggregates }) {
      // So that it has heartbeats and work to recover, as every service with events.
      aggregates(defineAggregate('Thing', {}));
      const { start = () => {}, stop = () => {} } = failures[config.FAILURE ?? ''] ?? {};
      return { deps: {}, workers: [{ start, stop: async () => stop() }] };
    },
  }),
);
