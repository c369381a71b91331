import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, type BusConfig, createLogger, NatsBus } from '@ecommerce/shared';
import { busConfig } from './config.ts';
import { Problem } from './terminal.ts';

export const PATIENCE_MS = 6000;

/** @throws Problem when the server does not answer in time; whatever the work throws */
export async function withBus<T>(env: NodeJS.ProcessEnv, work: (bus: Bus) => Promise<T>): Promise<T> {
  const config = busConfig(env);
  const bus = new NatsBus('nats-test', config, createLogger('nats-test', 'silent'));
  const ready = new Promise<true>((resolve) => bus.onReady(() => resolve(true)));
  bus.start();
  try {
    if (!(await Promise.race([ready, sleep(PATIENCE_MS, false, { ref: false })]))) throw natsAway(config);
    return await work(bus);
  } finally {
    await bus.close();
  }
}

export function natsAway({ NATS_URL, NATS_CLUSTER_ID }: BusConfig): Problem {
  const { host } = new URL(NATS_URL);
  return new Problem(
    `NATS Streaming does not answer at ${host} as cluster ${NATS_CLUSTER_ID}. ` +
      'Is the shop running? NATS_URL and NATS_CLUSTER_ID name another server.',
  );
}
