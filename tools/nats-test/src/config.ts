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

/** Returns the server and the name of a service's database. */
export function databaseOf(service: string, env: NodeJS.ProcessEnv): { url: string; name: string } {
  const own = env[`MONGO_URL_${service.toUpperCase()}`];
  const url = own || env.MONGO_URL || `mongodb://127.0.0.1:${env.MONGO_PORT || 27017}`;
  const named = own?.match(/^[^/]+:\/\/[^/]+\/([^/?]+)/)?.[1];
  return { url, name: named ?? service };
}
