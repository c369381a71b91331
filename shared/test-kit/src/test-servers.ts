import { randomUUID } from 'node:crypto';
import { type BusConfig, busEnv, parseEnv } from '@ecommerce/service-kit/runtime';
import { z } from 'zod';

/** Returns the URL of a test server. @throws Error if it is not set: `npm test` starts the servers and sets it */
function serverUrl(name: 'MONGO_URL' | 'NATS_URL'): string {
  const url = process.env[name];
  if (!url)
    throw new Error(
      `${name} is not set. This test needs servers, so it is not a unit test: run it with npm test.`,
    );
  return url;
}

/** Returns the URL of a new database on the real server, for one test file. */
export function testDatabaseUrl(): string {
  const url = new URL(serverUrl('MONGO_URL'));
  url.pathname = `/test_${randomUUID().replaceAll('-', '').slice(0, 20)}`;
  return url.href;
}

/** Returns the environment of new channels on the real server, for one test file. */
export const testBusEnv = () => ({
  NATS_URL: serverUrl('NATS_URL'),
  CHANNEL_PREFIX: `t${randomUUID().slice(0, 8)}-`,
  ACK_WAIT_MS: '1000',
});

/** Returns a configuration of `NatsBus` with new channels. */
export const testBusConfig = (overrides: Partial<Record<keyof BusConfig, string>> = {}): BusConfig =>
  parseEnv(z.object(busEnv), { ...testBusEnv(), ...overrides });
