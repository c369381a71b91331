import { hostname } from 'node:os';
import { describeIssue } from '@ecommerce/contracts';
import { z } from 'zod';

/** Variables of every service; a service adds its own with `z.object({ ...baseEnv, ... })`. */
export const baseEnv = {
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  MONGO_URL: z.string().regex(/^mongodb(\+srv)?:\/\//, 'must start with mongodb://'),
  JWT_KEY: z.string().min(32, 'must have at least 32 characters'),
  SESSION_MAX_AGE_SECONDS: z.coerce.number().int().min(60).default(604_800),
  /** Milliseconds to continue answering after SIGTERM, until load balancers have stopped sending requests. */
  DRAIN_MS: z.coerce.number().int().min(0).max(60_000).default(500),
  COOKIE_SECURE: z.stringbool().default(false),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
};

/** Variables of services that publish or handle events. */
export const busEnv = {
  NATS_URL: z.string().regex(/^(nats|tls):\/\//, 'must start with nats://'),
  NATS_CLUSTER_ID: z.string().default('ecommerce'),
  /**
   * Unique per process. With an id that survives restarts, the successor of a crashed process takes over immediately;
   * otherwise the server waits for missed heartbeats.
   */
  NATS_CLIENT_ID: z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/, 'may contain only letters, digits, - and _')
    .default(() => `${hostname().replace(/[^A-Za-z0-9_-]/g, '-')}-${crypto.randomUUID().slice(0, 8)}`),
  CHANNEL_PREFIX: z
    .string()
    .regex(/^[A-Za-z0-9_-]*$/)
    .default(''),
  ACK_WAIT_MS: z.coerce.number().int().min(1000).default(10_000),
};

/** An HTTP or HTTPS URL. */
export const httpUrl = z.url({ protocol: /^https?$/ });

/**
 * Reads the environment. An empty variable counts as unset.
 * @throws Error that lists all invalid variables, one per line
 */
export function parseEnv<T extends z.ZodType>(schema: T, env: NodeJS.ProcessEnv = process.env): z.infer<T> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(set, { error: describeIssue });
  const issues = result.success ? insecureSettings(result.data as object) : result.error.issues;
  if (result.success && issues.length === 0) return result.data;
  const lines = issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  const error = new Error(`Invalid configuration. Set these environment variables:\n${lines.join('\n')}`);
  // A stack trace does not help the person who starts the service.
  error.stack = error.message;
  throw error;
}

/** Compose's default key is public, so it must not protect a shop that others can reach. */
function insecureSettings(config: { COOKIE_SECURE?: unknown; JWT_KEY?: unknown }) {
  const isPublicKey = String(config.JWT_KEY).startsWith('development');
  if (!config.COOKIE_SECURE || !isPublicKey) return [];
  return [
    {
      path: ['JWT_KEY'],
      message: 'is the public development key. With COOKIE_SECURE=true, set your own: openssl rand -hex 32',
    },
  ];
}

export type BaseConfig = z.infer<z.ZodObject<typeof baseEnv>>;
export type BusConfig = z.infer<z.ZodObject<typeof busEnv>>;
