import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type BusConfig, busEnv, parseEnv } from '@ecommerce/service-kit/runtime';
import { z } from 'zod';

/** Returns the environment, completed from the repository's `.env` as `npm start` reads it. */
export async function environment(): Promise<NodeJS.ProcessEnv> {
  const file = fileURLToPath(new URL('../../../.env', import.meta.url));
  // The image contains neither the file nor its reader.
  if (!existsSync(file)) return process.env;
  const reader = new URL('../../embedded/lib/dotenv.mjs', import.meta.url).href;
  const { readDotenv }: { readDotenv: (file: string) => NodeJS.ProcessEnv } = await import(reader);
  return readDotenv(file);
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
