import { existsSync, readFileSync } from 'node:fs';
import { parseEnv as parseDotenv } from 'node:util';
import { type BusConfig, busEnv, parseEnv } from '@ecommerce/service-kit/runtime';
import { z } from 'zod';

/** Returns the environment, completed from the repository's `.env`, which `npm start` reads too. */
export function environment(): NodeJS.ProcessEnv {
  const file = new URL('../../../.env', import.meta.url);
  return { ...(existsSync(file) && parseDotenv(readFileSync(file, 'utf8'))), ...process.env };
}

/** Parses the bus configuration. @throws Error naming all invalid variables */
export function busConfig(env: NodeJS.ProcessEnv): BusConfig {
  const url = busEnv.NATS_URL.default(`nats://127.0.0.1:${env.NATS_PORT || 4222}`);
  // Gives each run a unique client id, even in a container with a fixed one.
  const id = { NATS_CLIENT_ID: crypto.randomUUID() };
  return parseEnv(z.object({ ...busEnv, NATS_URL: url }), { ...env, ...id });
}

/** The variable with the URL of one service's database. */
export const databaseVariable = (service: string): string =>
  `MONGO_URL_${service.toUpperCase().replaceAll('-', '_')}`;

/** Returns the server and the name of a service's database. In `MONGO_URL`, `{service}` stands for the service's name. */
export function databaseOf(service: string, env: NodeJS.ProcessEnv): { url: string; name: string } {
  const own = env[databaseVariable(service)];
  const shared = env.MONGO_URL || `mongodb://127.0.0.1:${env.MONGO_PORT || 27017}`;
  const url = own || shared.replaceAll('{service}', service);
  const named = own?.match(/^[^/]+:\/\/[^/]+\/([^/?]+)/)?.[1];
  return { url, name: named ?? service };
}
