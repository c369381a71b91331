import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Bus, NatsBus } from '@ecommerce/service-kit/messaging';
import { createLogger } from '@ecommerce/service-kit/observability';
import type { BusConfig } from '@ecommerce/service-kit/runtime';
import { busConfig } from './config.ts';
import { UserError } from './terminal.ts';

const CONNECT_TIMEOUT_MS = 6000;

/**
 * Connects to NATS Streaming as services do, and runs `work`.
 * @param stop ends the wait for the connection; `work` is then skipped
 * @throws UserError if the server does not answer in time; any error of `work`
 */
export async function withBus(
  env: NodeJS.ProcessEnv,
  work: (bus: Bus) => Promise<unknown>,
  stop: AbortSignal = new AbortController().signal,
): Promise<void> {
  const config = busConfig(env);
  const bus = new NatsBus('nats-test', config, createLogger('nats-test', 'silent'));
  const connected = new Promise<void>((resolve) => bus.onReady(resolve));
  bus.start();
  try {
    const timeout = sleep(CONNECT_TIMEOUT_MS, undefined, { ref: false }).then(() => {
      throw natsUnavailable(config);
    });
    await Promise.race([connected, once(stop, 'abort'), timeout]);
    if (!stop.aborted) await work(bus);
  } finally {
    await bus.close();
  }
}

function natsUnavailable({ NATS_URL, NATS_CLUSTER_ID }: BusConfig): UserError {
  const { host } = new URL(NATS_URL);
  return new UserError(
    `Could not connect to NATS Streaming at ${host} (cluster ${NATS_CLUSTER_ID}). ` +
      'Start the shop, or set NATS_URL and NATS_CLUSTER_ID to use another server.',
  );
}
